"""Facts: tables with one grain each, the lake that keeps them, and the engine that reads them."""
