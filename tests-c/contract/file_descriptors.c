/* Packing into descriptors of every kind: where the bytes go, what is refused, and what is left as it was. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "support.h"

static OH_ImagePackerNative *packer;
static OH_PackingOptions *options;
static OH_PixelmapNative *pixelmap;
static OH_ImageSourceNative *source;
/* What every successful call must write: about 360 KB, more than a pipe or a socket holds. */
static uint8_t *expected;
static size_t expected_length;

static int to_fd(int fd)
{
    return OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, pixelmap, fd);
}

static int open_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static int temporary_file(int flags)
{
    char path[] = "/tmp/contract-fd-XXXXXX";
    int first = mkstemp(path);
    int fd = open(path, flags);
    CHECK(first >= 0 && fd >= 0);
    close(first);
    unlink(path);
    return fd;
}

static off_t position(int fd)
{
    return lseek(fd, 0, SEEK_CUR);
}

/* Whether the file's bytes from an offset on are the expected ones. */
static bool holds(int fd, off_t offset)
{
    uint8_t *got = allocate(expected_length);
    bool same = pread(fd, got, expected_length, offset) == (ssize_t)expected_length &&
        memcmp(got, expected, expected_length) == 0;
    free(got);
    return same;
}

static void refused(void)
{
    int ends[2], closed = dup(2);
    close(closed);
    CHECK_EQ(pipe(ends), 0);
    int read_only = temporary_file(O_RDONLY), folder = open("/", O_RDONLY), path = open("/tmp", O_PATH);
    int null = open("/dev/null", O_RDONLY);
    const int rows[] = {-1, -2, -2147483647 - 1, closed, 1 << 20, 2147483647, read_only, folder, path, null, ends[0]};
    for (size_t i = 0; i < COUNT(rows); i++) {
        int code = to_fd(rows[i]);
        if (!check_report(code == BAD, __FILE__, __LINE__, "a descriptor that cannot be written"))
            fprintf(stderr, ": row %d gives %d\n", (int)i, code);
        CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(packer, options, source, rows[i]), BAD);
    }
    const int opened[] = {read_only, folder, path, null, ends[0], ends[1]};
    for (size_t i = 0; i < COUNT(opened); i++)
        CHECK_EQ(close(opened[i]), 0);
}

static void regular_files(void)
{
    off_t length = (off_t)expected_length;
    int fd = temporary_file(O_RDWR), write_only = temporary_file(O_WRONLY);
    CHECK_EQ(to_fd(fd), OK);
    CHECK_EQ(position(fd), length);
    CHECK_EQ(lseek(fd, 0, SEEK_END), length);
    CHECK(holds(fd, 0));
    /* The second pack follows the first, that of the source too; the descriptor stays open. */
    CHECK_EQ(to_fd(fd), OK);
    CHECK_EQ(position(fd), 2 * length);
    CHECK(holds(fd, 0) && holds(fd, length));
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(packer, options, source, fd), OK);
    CHECK(holds(fd, 2 * length));
    CHECK_EQ(position(fd), 3 * length);
    /* From the offset on, without truncation: what is before and behind stays. */
    CHECK_EQ(lseek(fd, 5, SEEK_SET), 5);
    CHECK_EQ(to_fd(fd), OK);
    CHECK_EQ(position(fd), 5 + length);
    CHECK_EQ(lseek(fd, 0, SEEK_END), 3 * length);
    CHECK(holds(fd, 5) && holds(fd, 2 * length));
    uint8_t head[5];
    CHECK_EQ(pread(fd, head, 5, 0), 5);
    CHECK(memcmp(head, expected, 5) == 0);
    /* Behind the end: a hole. */
    CHECK_EQ(ftruncate(fd, 0), 0);
    CHECK_EQ(lseek(fd, 100, SEEK_SET), 100);
    CHECK_EQ(to_fd(fd), OK);
    CHECK(holds(fd, 100));
    CHECK_EQ(lseek(fd, 0, SEEK_END), 100 + length);
    /* O_APPEND: the end, wherever the offset is. */
    CHECK_EQ(fcntl(fd, F_SETFL, O_APPEND), 0);
    CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
    CHECK_EQ(to_fd(fd), OK);
    CHECK(holds(fd, 100) && holds(fd, 100 + length));
    CHECK_EQ(position(fd), 100 + 2 * length);
    CHECK_EQ(to_fd(write_only), OK);
    CHECK_EQ(lseek(write_only, 0, SEEK_END), length);
    CHECK_EQ(close(write_only), 0);
    CHECK_EQ(close(fd), 0);
    int memory = memfd_create("contract", 0);
    CHECK_EQ(to_fd(memory), OK);
    CHECK(holds(memory, 0));
    CHECK_EQ(close(memory), 0);
}

/* Nothing is written when the input or the options are refused. */
static void untouched(void)
{
    OH_PixelmapNative *half = make_empty(4, 4, PIXEL_FORMAT_ALPHA_F16);
    OH_PixelmapNative *wide = make_empty(65536, 1, PIXEL_FORMAT_RGB_565);
    OH_ImageSourceNative *cut = make_source(expected, 20), *strange = make_source("no image at all", 15);
    OH_PackingOptions *jpeg = make_options("image/jpeg", 50), *tiff = make_options("image/tiff", 50);
    OH_PackingOptions *much = make_options("image/png", 101);
    int fd = temporary_file(O_RDWR);
    char content[16] = "";
    CHECK_EQ(write(fd, "what was there", 14), 14);
    CHECK_EQ(lseek(fd, 3, SEEK_SET), 3);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, jpeg, half, fd), NOT_ENCODED);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, jpeg, wide, fd), NOT_ENCODED);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, tiff, pixelmap, fd), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, much, pixelmap, fd), BAD);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(packer, options, cut, fd), IMAGE_BAD_SOURCE);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(packer, options, strange, fd), IMAGE_UNKNOWN_MIME_TYPE);
    CHECK_EQ(position(fd), 3);
    CHECK_EQ(pread(fd, content, 15, 0), 14);
    CHECK_STR(content, "what was there");
    CHECK_EQ(close(fd), 0);
    CHECK_EQ(OH_PackingOptions_Release(jpeg), OK);
    CHECK_EQ(OH_PackingOptions_Release(tiff), OK);
    CHECK_EQ(OH_PackingOptions_Release(much), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(cut), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(strange), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&half), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&wide), OK);
}

struct reader {
    int fd;
    unsigned pause;
    size_t step, length;
    uint8_t *data;
};

static void *read_all(void *argument)
{
    struct reader *reader = argument;
    ssize_t got;
    reader->data = allocate(4 * expected_length);
    while ((got = read(reader->fd, reader->data + reader->length, reader->step)) > 0 || (got < 0 && errno == EINTR)) {
        reader->length += got > 0 ? (size_t)got : 0;
        if (reader->pause)
            usleep(reader->pause);
    }
    return NULL;
}

/* Packs into a stream that a thread reads in steps with pauses; every byte must arrive once. */
static void stream(const char *what, int read_end, int write_end, size_t step, unsigned pause)
{
    struct reader reader = {read_end, pause, step, 0, NULL};
    pthread_t thread;
    sigset_t alarm_only, before;
    int flags = fcntl(write_end, F_GETFL);
    /* Timers of the process are for the writer. */
    sigemptyset(&alarm_only);
    sigaddset(&alarm_only, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarm_only, &before);
    CHECK_EQ(pthread_create(&thread, NULL, read_all, &reader), 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    CHECK_EQ(to_fd(write_end), OK);
    CHECK_EQ(fcntl(write_end, F_GETFL), flags);
    CHECK_EQ(close(write_end), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    if (!check_report(reader.length == expected_length, __FILE__, __LINE__, what))
        fprintf(stderr, ": %zu bytes arrive of %zu\n", reader.length, expected_length);
    CHECK(reader.length == expected_length && memcmp(reader.data, expected, expected_length) == 0);
    CHECK_EQ(close(read_end), 0);
    free(reader.data);
}

static volatile sig_atomic_t alarms, pipe_signals;

static void count_signal(int signal)
{
    if (signal == SIGALRM)
        alarms++;
    else
        pipe_signals++;
}

static void streams(void)
{
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    stream("pipe", ends[0], ends[1], 65536, 0);
    CHECK_EQ(pipe(ends), 0);
    fcntl(ends[1], F_SETPIPE_SZ, 4096);
    stream("pipe, short writes", ends[0], ends[1], 1000, 20);
    CHECK_EQ(pipe2(ends, O_NONBLOCK), 0);
    CHECK_EQ(fcntl(ends[0], F_SETFL, 0), 0);
    fcntl(ends[1], F_SETPIPE_SZ, 4096);
    stream("non-blocking pipe, slow reader", ends[0], ends[1], 3000, 500);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    stream("socket", ends[0], ends[1], 65536, 0);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    int little = 4096;
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &little, sizeof little);
    CHECK_EQ(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    stream("non-blocking socket, slow reader", ends[0], ends[1], 2000, 200);

    /* Signals that interrupt: a handler without SA_RESTART every millisecond, blocking and not. */
    struct sigaction handler = {.sa_handler = count_signal}, ignoring = {.sa_handler = SIG_IGN};
    struct itimerval often = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    CHECK_EQ(sigaction(SIGALRM, &handler, NULL), 0);
    for (int blocking = 0; blocking < 2; blocking++) {
        alarms = 0;
        CHECK_EQ(pipe2(ends, blocking ? 0 : O_NONBLOCK), 0);
        CHECK_EQ(fcntl(ends[0], F_SETFL, 0), 0);
        fcntl(ends[1], F_SETPIPE_SZ, 4096);
        setitimer(ITIMER_REAL, &often, NULL);
        stream("pipe under signals", ends[0], ends[1], 4096, 2000);
        setitimer(ITIMER_REAL, &never, NULL);
        CHECK(alarms > 20);
    }
    /* One may be on its way. */
    CHECK_EQ(sigaction(SIGALRM, &ignoring, NULL), 0);
}

/* A reader that is gone: an error, and no signal, whatever the process does about SIGPIPE. */
static void closed_readers(void)
{
    struct sigaction counting = {.sa_handler = count_signal}, ignoring = {.sa_handler = SIG_IGN};
    struct sigaction by_default = {.sa_handler = SIG_DFL}, now;
    struct sigaction *const actions[] = {&by_default, &counting, &ignoring};
    sigset_t mask, mask_after, pending, pipe_only;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    for (size_t i = 0; i < 3 * COUNT(actions); i++) {
        int ends[2];
        bool blocked = i >= COUNT(actions), raised = i >= 2 * COUNT(actions) && i != 2 * COUNT(actions) + 2;
        struct sigaction *action = actions[i % COUNT(actions)];
        CHECK_EQ(i % 2 ? pipe(ends) : socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        CHECK_EQ(close(ends[0]), 0);
        CHECK_EQ(sigaction(SIGPIPE, action, NULL), 0);
        pthread_sigmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, &pipe_only, NULL);
        pthread_sigmask(SIG_SETMASK, NULL, &mask);
        if (raised)
            raise(SIGPIPE);
        CHECK_EQ(to_fd(ends[1]), NOT_ENCODED);
        pthread_sigmask(SIG_SETMASK, NULL, &mask_after);
        CHECK_EQ(sigismember(&mask_after, SIGPIPE), blocked);
        for (int signal = 1; signal < 65; signal++)
            CHECK_EQ(sigismember(&mask_after, signal), sigismember(&mask, signal));
        /* A SIGPIPE that waited before the call waits afterwards; the call leaves none of its own. */
        sigpending(&pending);
        CHECK_EQ(sigismember(&pending, SIGPIPE), raised);
        CHECK_EQ(sigaction(SIGPIPE, NULL, &now), 0);
        CHECK(now.sa_handler == action->sa_handler);
        CHECK_EQ(fcntl(ends[1], F_GETFD) >= 0, true);
        CHECK_EQ(close(ends[1]), 0);
        if (raised) {
            sigaction(SIGPIPE, &ignoring, NULL);
            sigaction(SIGPIPE, action, NULL);
        }
    }
    pthread_sigmask(SIG_UNBLOCK, &pipe_only, NULL);
    CHECK_EQ(sigaction(SIGPIPE, &by_default, NULL), 0);
    CHECK_EQ(pipe_signals, 0);
}

static void *read_a_little(void *end)
{
    char data[1000];
    CHECK(read(*(int *)end, data, sizeof data) > 0);
    CHECK_EQ(close(*(int *)end), 0);
    return NULL;
}

/* A reader that goes after the first bytes of an image, which is longer than the pipe holds. SIGPIPE would kill. */
static void early_leavers(void)
{
    static const char *const types[] = {"image/gif", "image/jpeg", "image/png", "image/webp"};
    for (size_t i = 0; i < COUNT(types); i++) {
        OH_PackingOptions *best = make_options(types[i], 100);
        pthread_t thread;
        int ends[2];
        CHECK_EQ(pipe(ends), 0);
        fcntl(ends[1], F_SETPIPE_SZ, 4096);
        CHECK_EQ(pthread_create(&thread, NULL, read_a_little, &ends[0]), 0);
        CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(packer, best, pixelmap, ends[1]), NOT_ENCODED);
        CHECK_EQ(pthread_join(thread, NULL), 0);
        CHECK_EQ(close(ends[1]), 0);
        CHECK_EQ(OH_PackingOptions_Release(best), OK);
    }
}

static void io_errors(void)
{
    int full = open("/dev/full", O_WRONLY);
    CHECK_EQ(to_fd(full), NOT_ENCODED);
    CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(packer, options, source, full), NOT_ENCODED);
    CHECK_EQ(close(full), 0);
    /* EFBIG, at once and after a part. */
    struct rlimit old, tight;
    struct sigaction ignoring = {.sa_handler = SIG_IGN}, before;
    CHECK_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
    CHECK_EQ(sigaction(SIGXFSZ, &ignoring, &before), 0);
    for (rlim_t limit = 0; limit < expected_length; limit += (expected_length + 1) / 2) {
        int fd = temporary_file(O_RDWR);
        tight = (struct rlimit){limit, old.rlim_max};
        CHECK_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
        int code = to_fd(fd);
        CHECK_EQ(setrlimit(RLIMIT_FSIZE, &old), 0);
        CHECK_EQ(code, NOT_ENCODED);
        CHECK(lseek(fd, 0, SEEK_END) <= (off_t)limit);
        CHECK_EQ(close(fd), 0);
    }
    CHECK_EQ(sigaction(SIGXFSZ, &before, NULL), 0);
}

int main(void)
{
    pixelmap = make_noise(400, 300, 11);
    packer = make_packer();
    options = make_options("image/png", 0);
    expected = pack(pixelmap, "image/png", 0, &expected_length);
    source = make_source(expected, expected_length);
    CHECK(expected_length > 300000);
    int before = open_descriptors();
    refused();
    regular_files();
    untouched();
    streams();
    closed_readers();
    early_leavers();
    io_errors();
    CHECK_EQ(open_descriptors(), before);
    free(expected);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    return check_failures();
}
