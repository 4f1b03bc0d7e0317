"""The album: one page that shows every picture of the tour in order, with the papers and bundles beside them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from tests.tour.stage import Leaf

_STYLE = """
:root { --paper: #F7F6F2; --sheet: #fff; --ink: #1D2129; --ink2: #4E5969; --ink3: #626C78; --line: #E5E4DE; --accent: #1F5C99; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.75 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
header, main, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 56px; padding-bottom: 8px; }
h1 { font-size: 30px; font-weight: 500; margin: 0 0 8px; letter-spacing: 1px; }
header p { color: var(--ink2); margin: 0 0 4px; max-width: 46em; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 20px; padding-top: 12px; border-top: 1px solid var(--line); }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
h2 { font-size: 20px; font-weight: 500; margin: 56px 0 4px; padding-top: 16px; border-top: 1px solid var(--line); }
h2 span { color: var(--ink3); margin-right: 12px; font-variant-numeric: tabular-nums; }
figure { margin: 28px 0 0; }
figure img { display: block; width: 100%; height: auto;
  border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); }
figcaption { margin-top: 10px; }
figcaption b { font-weight: 500; }
figcaption i { font-style: normal; color: var(--ink3); margin-right: 10px; font-variant-numeric: tabular-nums; }
figcaption p { margin: 0; color: var(--ink2); }
.papers { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 24px; margin-top: 28px; }
.papers figure { margin: 0; }
.papers img { box-shadow: 0 1px 2px rgba(29,33,41,.06); border-radius: 2px; }
ul.files { list-style: none; margin: 24px 0 0; padding: 0;
  border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); }
ul.files li { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 10px 16px; border-top: 1px solid var(--line); }
ul.files li:first-child { border-top: 0; }
ul.files span { color: var(--ink2); }
footer { color: var(--ink3); font-size: 14px; padding-top: 56px; padding-bottom: 48px; }
@media print { header, main, footer { max-width: none; } figure, li { break-inside: avoid; } h2 { break-after: avoid; } }
"""


def write_album(out: Path, leaves: Sequence[Leaf]) -> Path:
    """Writes index.html.

    Args:
        out: the folder that the pictures lie in.
        leaves: everything that was left, in order.
    """
    chapters = [(words, list(inside)) for words, inside in groupby(leaves, key=lambda leaf: leaf.chapter)]
    links = "".join(f'<a href="#c{n}">{escape(words)}</a>' for n, (words, _) in enumerate(chapters, 1))
    body = "".join(_chapter(out, n, words, inside) for n, (words, inside) in enumerate(chapters, 1))
    page = f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>解纷：主要工作走一遍</title><style>{_STYLE}</style></head>
<body>
<header><h1>解纷</h1>
<p>从第一次启动到区县回执，把一个乡镇综治中心的主要工作走了一遍。图片都是程序自己的窗口，文书都由程序出具，数据包都能用程序收下；
人名、地名和号码全是虚构的。</p>
<nav>{links}</nav></header>
<main>{body}</main>
<footer>由 ./start tour 生成。图片点开看原大；文书是 PDF，可以打印；数据包（.jfb）只有收件单位的电脑打得开。</footer>
</body></html>
"""
    file = out / "index.html"
    file.write_text(page, encoding="utf-8")
    return file


def _chapter(out: Path, number: int, words: str, leaves: Sequence[Leaf]) -> str:
    parts = [f'<h2 id="c{number}"><span>{number}</span>{escape(words)}</h2>']
    for kind, run in groupby(leaves, key=lambda leaf: leaf.kind):
        inside = list(run)
        if kind == "picture":
            parts += [_figure(out, leaf, leaf.file, leaf.file) for leaf in inside]
        elif kind == "paper":
            shown = "".join(_figure(out, leaf, leaf.preview, leaf.file) for leaf in inside)
            parts.append(f'<div class="papers">{shown}</div>')
        else:
            lines = "".join(
                f'<li><a href="{escape(leaf.file)}" download>{escape(leaf.file)}</a><b>{escape(leaf.caption)}</b>'
                f"<span>{escape(leaf.note)}</span></li>"
                for leaf in inside
            )
            parts.append(f'<ul class="files">{lines}</ul>')
    return "\n".join(parts)


def _figure(out: Path, leaf: Leaf, picture: str, opens: str) -> str:
    data = base64.b64encode((out / picture).read_bytes()).decode("ascii")
    number = picture.split("-", 1)[0]
    note = f"<p>{escape(leaf.note)}</p>" if leaf.note else ""
    return (
        f'<figure><a href="{escape(opens)}"><img alt="{escape(leaf.caption)}" loading="lazy" '
        f'src="data:image/png;base64,{data}"></a>'
        f"<figcaption><i>{escape(number)}</i><b>{escape(leaf.caption)}</b>{note}</figcaption></figure>"
    )
