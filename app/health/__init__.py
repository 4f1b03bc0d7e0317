"""Is everything whole? Chain, replay, pages, read tables; later backup and restore."""
