import Glibc

/// Lets another thread have the core.
func yieldCore() { sched_yield() }
