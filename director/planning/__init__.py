"""Planning: behind the planner's graph, pages are asked for once, put right, and made a screenplay."""
