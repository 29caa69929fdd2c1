#define _GNU_SOURCE
#include "CDistribution.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t velibcorr_spawn_child(
    const char *path, char *const arguments[], char *const environment[], int input, int output) {
  // The child reports a failed execve through this pipe, which a successful one closes.
  int failure[2];
  if (pipe2(failure, O_CLOEXEC)) return -1;
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() == parent && dup2(input, 0) >= 0 && dup2(output, 1) >= 0 && dup2(output, 2) >= 0) {
      signal(SIGPIPE, SIG_DFL);
      // A launcher that does not hear SIGTERM could not be ended.
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, NULL);
      execve(path, arguments, environment);
    }
    const int error = errno;
    if (write(failure[1], &error, sizeof error) < 0) _exit(126);
    _exit(127);
  }
  close(failure[1]);
  int error = 0;
  const ssize_t told = child < 0 ? 0 : read(failure[0], &error, sizeof error);
  close(failure[0]);
  if (told == sizeof error) {
    waitpid(child, NULL, 0);
    errno = error;
    return -1;
  }
  return child;
}

int velibcorr_process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }
