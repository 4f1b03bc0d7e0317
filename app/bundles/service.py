"""The room of bundles as the desk shows it: cards, sending, receiving, and what is missing between offices."""

from __future__ import annotations

from pathlib import Path

from app.access.context import Context, Report
from app.access.reporting import Way, way_of
from app.access.values import WAY_KEY, WAYS
from app.attachments.holdings import Holdings
from app.bundles import books, bundle, forks, logbook
from app.bundles.answering import heard_of, owed, unanswered, write_next
from app.bundles.answering import told as note_told
from app.bundles.assigning import parcels_down, plans_down
from app.bundles.coded_out import send_coded
from app.bundles.delivering import Deliverer, partly, sweep_outbox
from app.bundles.drives import Finder, place_word, system_finder
from app.bundles.files import receivers, send_files
from app.bundles.files_plan import held_for
from app.bundles.files_plan import told as told_of_files
from app.bundles.following import ending, follow, lost_branch, need_way_up
from app.bundles.found import found_in
from app.bundles.office import Exchange, all_peers, below_of, parent_of
from app.bundles.peers import Peers
from app.bundles.receiving import Receiver
from app.bundles.restored import restored
from app.bundles.ruling import Ruler
from app.bundles.sending import Plan, former_streams, parcels, plan_up
from app.bundles.stick import Disk, check_folder
from app.bundles.upward import from_now_on, note_shown
from app.bundles.values import (
    DriveView,
    ForkDecided,
    ForkView,
    FoundFile,
    Gap,
    LogLine,
    LostBranch,
    Outgoing,
    PeerInfo,
    ReceivedFile,
    Restoration,
    SentFile,
    Waiting,
)
from app.errors import EnvironmentFault, UserError
from app.keys.box import AgeKey
from app.keys.signing import SigningKey
from app.matters.service import Matters
from db.tables import Peer, Setting


class Bundles:
    """Cards, bundles and receipts of the opened office.

    Args:
        context: the opened office.
        sign_key: of this installation.
        age_key: of this installation.
        outbox: where bundles are built.
        matters: the room of matters.
        holdings: what of the contents of attachments is held.
        disk: the file system; tests put a failing one in its place.
    """

    def __init__(
        self,
        context: Context,
        sign_key: SigningKey,
        age_key: AgeKey,
        outbox: Path,
        matters: Matters,
        holdings: Holdings,
        disk: Disk | None = None,
    ) -> None:
        self._x = Exchange(context, sign_key, age_key, outbox, holdings, disk or Disk())
        self._peers = Peers(self._x)
        self._matters = matters
        self.finder: Finder = system_finder()
        """Looks for sticks; tests put made-up ones in its place."""

    # -- who is who

    def write_card(self, path: Path) -> PeerInfo:
        """Write this PC's card to a file."""
        return self._peers.write_card(path)

    def trust(self, path: Path, fingerprint: str = "") -> PeerInfo:
        """Take another office's card in; see `Peers.trust`."""
        return self._peers.trust(path, fingerprint)

    def compared(self, office: str, installation: str) -> None:
        """The fingerprint was read out over the telephone and is the same."""
        self._peers.compared(office, installation)

    def revoke(self, office: str, installation: str) -> None:
        """Believe this PC's key no longer."""
        self._peers.revoke(office, installation)

    def peers(self) -> tuple[PeerInfo, ...]:
        """The offices that are known, with how far each side holds the other's changes."""
        return books.peers(self._x)

    # -- out

    def outgoing(self) -> tuple[Outgoing, ...]:
        """What would go now, to whom."""
        return logbook.outgoing(self._x)

    def send(self, folder: Path, to: str = "", report: Report | None = None) -> tuple[SentFile, ...]:
        """Write bundles for every office that waits for something.

        Args:
            folder: on a stick, or anywhere.
            to: id, code or name of one office; a receipt then goes even if nothing new came from it.
            report: told of the progress; it may raise to cancel: what lies verified in the folder stays and counts.

        Returns:
            One for each file; empty where nothing is to be said.

        Raises:
            UserError: no such office, none known, or the folder is the program's own.
            EnvironmentFault: outbox or stick failed; nothing half was left.
        """
        check_folder(folder, self._x.outbox.parent)
        sweep_outbox(self._x)
        with self._x.context.reading() as session:
            connection = session.connection()
            known = all_peers(connection)
            office = find_office(known, to) if to else ""
            parent = parent_of(self._x.own, known)
            need_way_up(connection, self._x)
            answer = [o for o in owed(connection) if not office or o == office]
            if office and not answer and heard_of(connection, office):
                answer = [office]
        if not known and self._x.own.is_district:
            raise UserError(
                "no_peers",
                "还没有收下任何单位的名片，没有可以寄的对象。",
                "请先与乡镇交换名片、在电话里核对指纹。",
            )
        if not known or (not parent and not self._x.own.is_district and not answer):
            raise UserError(
                "no_parent",
                "还没有收下上级单位的名片，不知道上报给谁。",
                "请先与区里交换名片、在电话里核对指纹，再上报。",
            )
        deliverer = Deliverer(self._x, folder, place_word(folder, self.finder.find()))
        sent: list[SentFile] = []
        try:
            if parent and (not office or parent[0].office == office):
                self._send_up(deliverer, parent, report, sent)
            for there in below_of(self._x.own, known):
                if not office or there[0].office == office:
                    self._send_down(deliverer, there, report, sent)
            for number, one in enumerate(answer):
                if report:
                    report(number, len(answer), "回执")
                file = self._answer(deliverer, one, known)
                sent += [file] if file else []
            for there in receivers(self._x, known):
                if not office or there[0].office == office:
                    send_files(self._x, deliverer, there, report, sent)
        except EnvironmentFault as error:
            raise (partly(error, len(sent)) if sent else error) from error
        return tuple(sent)

    def _send_up(
        self, deliverer: Deliverer, parent: list[Peer], report: Report | None, sent: list[SentFile]
    ) -> None:
        to, plan = (parent[0].office, parent[0].name), Plan()
        with self._x.context.reading() as session:
            connection = session.connection()
            keys = tuple(p.age_key for p in parent)
            ends, today = ending(connection, self._x), self._x.context.store.stream
            for stream in (*former_streams(connection, self._x.context), ""):
                plan = plan_up(
                    connection, self._x.context, to[0], stream=stream, ends=(stream or today) in ends
                )
                for parcel in parcels(connection, self._x.context, plan, to, keys):
                    if report:
                        report(parcel.part - 1, parcel.parts, f"上报包 {parcel.part}/{parcel.parts}")
                    sent.append(deliverer.deliver(parcel))
                    self._note_shown(to[0], plan, sent[-1], first=parcel.part == 1)
        while plan.more:
            # Each bundle leaves a line in the journal, and the next one rides with that.
            with self._x.context.reading() as session:
                connection = session.connection()
                plan = plan_up(connection, self._x.context, to[0], after=sent[-1].hi)
                for parcel in parcels(connection, self._x.context, plan, to, keys):
                    if report:
                        report(len(sent), len(sent) + 1, "上报包（以往的办理记录）")
                    sent.append(deliverer.deliver(parcel))
                    self._note_shown(to[0], plan, sent[-1], first=parcel.part == 1)
        send_coded(self._x, deliverer, parent, report, sent)
        if report and sent:
            report(len(sent), len(sent), "上报包")

    def _note_shown(self, peer: str, plan: Plan, sent: SentFile, *, first: bool) -> None:
        """What was withheld of matters that went whole with the first bundle of a plan is there once that is receipted."""
        if first and plan.things:
            place = (plan.stream, sent.hi)
            with self._x.context.writing() as unit:
                note_shown(unit.connection, self._x.own.office, peer, dict.fromkeys(plan.things, place))

    def restored(self) -> Restoration | None:
        """That this office was opened again from a backup, and whether its other side has answered since; None else."""
        return restored(self._x)

    def way(self) -> Way | None:
        """What goes up of matters that are the township's own business; None where nobody ever chose."""
        with self._x.context.reading() as session:
            return way_of(session.connection(), self._x.own.office)

    def choose_way(self, way: str) -> None:
        """Choose what goes up: coded (只报统计行) | whole (整件上报).

        Raises:
            UserError: not one of the two, or the office is a district.
        """
        if way not in WAYS or self._x.own.is_district:
            raise UserError(
                "bad_way",
                "上报方式由乡镇选择，只有“只报统计行”（coded）和“整件上报”（whole）两种。",
                "请在两种里选一种；区县不用选。",
            )
        with self._x.context.writing() as unit:
            own = self._x.own.office
            before = way_of(unit.connection, own)
            if before == way:
                return
            if way == "coded":
                from_now_on(unit.connection, own)
            row = unit.session.get(Setting, (own, WAY_KEY))
            if row is None:
                unit.session.add(Setting(office=own, id=WAY_KEY, value=way))
            else:
                row.value = way

    def _send_down(
        self, deliverer: Deliverer, there: list[Peer], report: Report | None, sent: list[SentFile]
    ) -> None:
        to = (there[0].office, there[0].name)
        with self._x.context.reading() as session:
            connection = session.connection()
            keys = tuple(p.age_key for p in there)
            for plan in plans_down(connection, self._x.context, to[0]):
                for parcel in parcels_down(connection, self._x.context, plan, to, keys):
                    if report:
                        report(
                            parcel.part - 1, parcel.parts, f"给{to[1]}的交办包 {parcel.part}/{parcel.parts}"
                        )
                    sent.append(deliverer.deliver(parcel))

    def _answer(self, deliverer: Deliverer, office: str, known: list[Peer]) -> SentFile | None:
        there = [p for p in known if p.office == office and not p.revoked_at]
        if not there:
            return None
        with self._x.context.writing() as unit:
            said = unanswered(unit.connection, office)
            files = held_for(unit.connection, self._x, office)
            parcel = write_next(unit, self._x, office, there[0].name, tuple(p.age_key for p in there))
        sent = deliverer.deliver(parcel)
        with self._x.context.writing() as unit:
            note_told(unit, office, sent.lo, said)
            told_of_files(unit, self._x.own.office, office, files)
        return sent

    # -- sticks

    def drives(self) -> tuple[DriveView, ...]:
        """The sticks and other removable media that are put in now; nothing of them is remembered."""
        return self.finder.find()

    def drives_mark(self) -> str:
        """Another word whenever something was put in or pulled; cheap enough to be asked every second or two."""
        return self.finder.mark()

    def found(self, folder: Path) -> tuple[FoundFile, ...]:
        """The bundles on a stick, newest first, each with what this office makes of its header."""
        return found_in(self._x, folder)

    # -- in

    def receive(self, paths: list[Path], report: Report | None = None) -> tuple[ReceivedFile, ...]:
        """Take files in, each in one transaction; one result for each, in the order given."""
        return Receiver(self._x).receive(paths, report)

    def look(self, path: Path) -> dict[str, object]:
        """What a bundle says of itself, and in `words` what this office makes of it; believes nothing yet.

        Raises:
            UserError: not a bundle, cut off or altered.
        """
        header = bundle.look(path)
        return {**header.as_json(), "words": logbook.look_words(self._x, header)}

    # -- forks

    def forks(self) -> tuple[ForkView, ...]:
        """Streams in which two copies of one installation wrote different changes, and that wait for a decision."""
        with self._x.context.reading() as session:
            return forks.forks(session.connection(), self._x)

    def decide_fork(self, office: str, stream: str, branch: str, reason: str) -> ForkDecided:
        """Let one branch of a stream go on; what the others wrote is kept.

        Matters that only they have stand; of matters that the one that goes on wrote to as well their changes wait for
        whoever has the matter.

        Args:
            office: whose stream it is; id, code or name.
            stream: its id, "" where only one of that office forked.
            branch: key or name (甲 乙 …) of a `ForkBranch`.
            reason: why, and with whom it was compared; it goes down to the office.

        Raises:
            UserError: no administrator of a district, no reason, no fork there, decided already, no such branch.
        """
        with self._x.context.reading() as session:
            named = find_office(all_peers(session.connection()), office)
        waits = [f for f in self.forks() if f.office == named and stream in ("", f.stream)]
        if stream == "" and len(waits) > 1:
            raise UserError("several_forks", "这个单位有几处分支在等裁定。", "请写明是哪一个流，见分支列表。")
        if waits:
            stream = waits[0].stream
            branch = next((b.key for b in waits[0].branches if branch in (b.key, b.name)), branch)
        return Ruler(self._x).decide(named, stream, branch, reason)

    def lost_branch(self) -> LostBranch | None:
        """How this PC stands where the district decided that another copy of it goes on; None where it did not."""
        with self._x.context.reading() as session:
            return lost_branch(session.connection(), self._x)

    def follow_ruling(self) -> str:
        """Go on with this PC as a further one of the office, with keys, a mark and a stream of its own; nothing is lost.

        Returns:
            What was done and what is to be done next, in words.

        Raises:
            UserError: no administrator, no such decision, or something was not sent up yet.
        """
        return follow(self._x)

    # -- books

    def log(self) -> tuple[LogLine, ...]:
        """Everything that went out and came in, newest first."""
        return logbook.log(self._x)

    def gaps(self) -> tuple[Gap, ...]:
        """What is missing between offices, and who must do what."""
        return books.gaps(self._x)

    def waiting(self) -> tuple[Waiting, ...]:
        """Changes that came in and are not applied, with their reasons."""
        return books.waiting(self._x)

    def matters_sent(self, bundle_id: str) -> tuple[str, ...]:
        """Ids of the matters that a bundle of ours shows something of."""
        return logbook.matters_sent(self._x, bundle_id)


def find_office(known: list[Peer], to: str) -> str:
    """The office that is meant by its id, division code or name.

    Raises:
        UserError: none, or several.
    """
    found = {p.office for p in known if to in (p.office, p.code, p.name)}
    if len(found) != 1:
        raise UserError(
            "no_such_peer",
            f"往来单位里没有“{to}”。" if not found else f"有几个往来单位都叫“{to}”。",
            "请用往来单位列表里的区划代码或编号。",
        )
    return found.pop()
