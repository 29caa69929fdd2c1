#define _GNU_SOURCE
#include "CDistribution.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef int (*name_socket)(int, const struct sockaddr *, socklen_t);

// A socket that `name` (bind or connect) has named. An address has room for 108 bytes, a path may have more.
static int open_socket(const char *folder, name_socket name) {
  const int place = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (place < 0) return -1;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/input", place);
  int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (end >= 0 && name(end, (struct sockaddr *)&address, sizeof address)) {
    const int error = errno;
    close(end);
    errno = error;
    end = -1;
  }
  const int error = errno;
  close(place);
  errno = error;
  return end;
}

// One byte, and room for a descriptor beside it.
struct parcel {
  char byte;
  struct iovec bytes;
  union {
    char room[CMSG_SPACE(sizeof(int))];
    struct cmsghdr alignment;
  };
};

static struct msghdr message(struct parcel *parcel) {
  memset(parcel, 0, sizeof *parcel);
  parcel->bytes = (struct iovec){&parcel->byte, 1};
  return (struct msghdr){
      .msg_iov = &parcel->bytes,
      .msg_iovlen = 1,
      .msg_control = parcel->room,
      .msg_controllen = sizeof parcel->room,
  };
}

int velibcorr_offer_descriptor(const char *folder) {
  const int offer = open_socket(folder, bind);
  // Not to wait for one who asked and went away.
  if (offer < 0 || (listen(offer, 1) == 0 && fcntl(offer, F_SETFL, O_NONBLOCK) == 0)) return offer;
  const int error = errno;
  close(offer);
  errno = error;
  return -1;
}

int velibcorr_give_descriptor(int offer, int descriptor) {
  const int end = accept4(offer, NULL, NULL, SOCK_CLOEXEC);
  if (end < 0) return -1;
  struct parcel parcel;
  struct msghdr sent = message(&parcel);
  struct cmsghdr *header = CMSG_FIRSTHDR(&sent);
  *header = (struct cmsghdr){CMSG_LEN(sizeof descriptor), SOL_SOCKET, SCM_RIGHTS};
  memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  const int result = sendmsg(end, &sent, MSG_NOSIGNAL) == 1 ? 0 : -1;
  const int error = errno;
  close(end);
  errno = error;
  return result;
}

int velibcorr_take_descriptor(const char *folder) {
  const int end = open_socket(folder, connect);
  if (end < 0) return -1;
  struct parcel parcel;
  struct msghdr received = message(&parcel);
  ssize_t count;
  do count = recvmsg(end, &received, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  const int error = count < 0 ? errno : ECONNRESET;
  close(end);
  const struct cmsghdr *header = count == 1 ? CMSG_FIRSTHDR(&received) : NULL;
  if (header && header->cmsg_type == SCM_RIGHTS) {
    int descriptor;
    memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return descriptor;
  }
  errno = error;
  return -1;
}
