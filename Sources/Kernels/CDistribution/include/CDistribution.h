#pragma once
#include <stdint.h>
#include <sys/types.h>

/// Starts `path` as the leader of a process group of its own with the given standard streams; it gets
/// SIGTERM when the calling thread's process dies. In C because Swift has no fork, and posix_spawn
/// knows no PR_SET_PDEATHSIG. Returns the child's pid, or -1 with errno.
pid_t velibcorr_spawn_child(
    const char *path, char *const arguments[], char *const environment[], int input, int output);

/// A descriptor that can be read from when the process has ended (pidfd_open of Linux 5.3; syscall is variadic);
/// -1 with errno, ESRCH when it has ended before.
int velibcorr_process_descriptor(pid_t process);

/// A socket in `folder` from which a process of the same user can take a descriptor (unix(7); the macros of SCM_RIGHTS
/// do not import to Swift); -1 with errno.
int velibcorr_offer_descriptor(const char *folder);

/// Gives `descriptor` to the next process that has asked for it at the socket `offer`, which can be read from then; -1
/// with errno.
int velibcorr_give_descriptor(int offer, int descriptor);

/// Takes the descriptor that is offered in `folder`; waits for it. -1 with errno.
int velibcorr_take_descriptor(const char *folder);

/// Adds to a number in memory that processes share, and returns what it was. In C because Swift's atomics cannot be put
/// into memory that another library gives.
int64_t velibcorr_fetch_and_add(int64_t *number, int64_t amount);
