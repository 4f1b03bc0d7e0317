"""统计: figures with both their numbers, what stands behind them, charts, tables of two dimensions."""
