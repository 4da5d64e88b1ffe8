/*
 * Preloaded into the server (LD_PRELOAD): writes down, in order and with its time, every write to the database and its log
 * and every sync of them, so that the test can put together what a disk may hold after a power cut at any moment: all that
 * a finished sync covered, and any part of the rest. POWER_CUT_LOG names the file. SYNC_MS makes each sync slower.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;

/* 1 for the database, 2 for its log, 0 for any other file. */
static int kind(int fd) {
  char link[64], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  if (n > 8 && !strcmp(path + n - 8, "/data.db")) return 1;
  if (n > 12 && !strcmp(path + n - 12, "/data.db-wal")) return 2;
  return 0;
}

static void note(char op, int file, uint64_t offset, const void *data, uint32_t length) {
  const char *name = getenv("POWER_CUT_LOG");
  if (!name) return;
  pthread_mutex_lock(&lock);
  if (out < 0) out = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  /* Thirty-two bytes: time, offset, length, thread, operation, file. */
  unsigned char head[32] = {0};
  uint64_t at = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
  uint32_t thread = (uint32_t)syscall(SYS_gettid);
  memcpy(head, &at, 8);
  memcpy(head + 8, &offset, 8);
  memcpy(head + 16, &length, 4);
  memcpy(head + 20, &thread, 4);
  head[24] = (unsigned char)op;
  head[25] = (unsigned char)file;
  struct iovec parts[2] = {{head, 32}, {(void *)data, data ? length : 0}};
  if (syscall(SYS_writev, out, parts, 2) < 0) abort();
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *data, size_t length) {
  int file = kind(fd);
  off_t at = file ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = syscall(SYS_write, fd, data, length);
  if (file && done > 0) note('W', file, (uint64_t)at, data, (uint32_t)done);
  return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
  ssize_t done = syscall(SYS_pwrite64, fd, data, length, at);
  int file = kind(fd);
  if (file && done > 0) note('W', file, (uint64_t)at, data, (uint32_t)done);
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }

int ftruncate64(int fd, off64_t length) {
  int done = (int)syscall(SYS_ftruncate, fd, length), file = kind(fd);
  if (file && done == 0) note('T', file, (uint64_t)length, NULL, 0);
  return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int sync_file(int fd, long call) {
  int file = kind(fd);
  if (file) note('B', file, 0, NULL, 0);
  const char *slow = getenv("SYNC_MS");
  if (file && slow) usleep((useconds_t)(atof(slow) * 1000));
  int done = (int)syscall(call, fd);
  if (file && done == 0) note('E', file, 0, NULL, 0);
  return done;
}
int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }
