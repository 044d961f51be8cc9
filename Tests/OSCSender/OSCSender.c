// A fast OSC client that tests start as a separate process. It sends packets to a port of the loopback interface.
//
//   OSCSender PORT COUNT RATE WINDOW < PACKETS
//
// PACKETS are OSC packets, each after its size, in the stream format of OSC 1.0. They are sent in turn, and repeated,
// until COUNT packets are sent, at RATE packets per second (0: as fast as possible). With a WINDOW, the sender adds a
// /sync after every WINDOW packets and waits while more than two replies are outstanding. The ids of its /sync count up
// from 0.
//
// At the end it waits for the replies to all /sync, until none has arrived for two seconds, and prints
//
//   sent N syncs N synced N misordered N seconds N
//
// the number of datagrams that the system accepted, the number of /sync among them (plain messages, not in bundles),
// the number of replies, the number of replies whose id was not above the previous one, and the duration.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { batch = 16, largest = 65507 };

struct packet {
    uint8_t *bytes;
    size_t size;
};

static int descriptor;
static long long sent, syncs, synced, misordered, last_id = -1;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool is_sync(struct packet packet) {
    return packet.size == 16 && memcmp(packet.bytes, "/sync\0\0\0,i\0", 12) == 0;
}

// Receives all available replies. Returns false if there were none.
static bool receive_replies(void) {
    uint8_t bytes[2048];
    bool any = false;
    ssize_t size;
    while ((size = recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT)) >= 0) {
        any = true;
        if (size != 16 || memcmp(bytes, "/synced\0,i\0", 12) != 0) continue;
        uint32_t word;
        memcpy(&word, bytes + 12, 4);
        int32_t id = (int32_t)ntohl(word);
        synced++;
        if (id <= last_id) misordered++;
        last_id = id;
    }
    return any;
}

// Waits for a reply. Returns false after the time-out.
static bool await_replies(int milliseconds) {
    struct pollfd socket = {.fd = descriptor, .events = POLLIN};
    return poll(&socket, 1, milliseconds) > 0 && receive_replies();
}

static void send_all(const struct packet *packets, int count) {
#ifdef __linux__
    struct mmsghdr messages[batch] = {0};
    struct iovec places[batch];
    for (int i = 0; i < count; i++) {
        places[i] = (struct iovec){.iov_base = packets[i].bytes, .iov_len = packets[i].size};
        messages[i].msg_hdr.msg_iov = &places[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
#endif
    for (int done = 0; done < count;) {
#ifdef __linux__
        int taken = sendmmsg(descriptor, messages + done, (unsigned)(count - done), 0);
#else
        int taken = send(descriptor, packets[done].bytes, packets[done].size, 0) >= 0 ? 1 : -1;
#endif
        if (taken < 0) {
            if (errno == EINTR || errno == EAGAIN || errno == ENOBUFS) continue;
            perror("OSCSender");
            exit(1);
        }
        for (int i = done; i < done + taken; i++) syncs += is_sync(packets[i]);
        sent += taken;
        done += taken;
    }
}

static struct packet *read_packets(int *count) {
    struct packet *packets = NULL;
    uint32_t size;
    *count = 0;
    while (fread(&size, 4, 1, stdin) == 1) {
        struct packet packet = {.size = ntohl(size)};
        if (packet.size > largest) exit(1);
        packet.bytes = malloc(packet.size + 1);
        if (packet.size > 0 && fread(packet.bytes, packet.size, 1, stdin) != 1) exit(1);
        packets = realloc(packets, (size_t)(*count + 1) * sizeof *packets);
        packets[(*count)++] = packet;
    }
    return packets;
}

int main(int argument_count, char **arguments) {
    if (argument_count != 5) return 1;
    const int port = atoi(arguments[1]);
    const long long wanted = atoll(arguments[2]);
    const double rate = atof(arguments[3]);
    const long long window = atoll(arguments[4]);
    int count;
    struct packet *packets = read_packets(&count);
    if (count == 0) return 1;

    descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int buffer_size = 4 << 20;
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer_size, sizeof buffer_size);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) return 1;

    uint8_t sync_bytes[16] = "/sync\0\0\0,i\0";
    const struct packet sync = {.bytes = sync_bytes, .size = sizeof sync_bytes};
    const double start = now();
    long long ordinary = 0;
    while (ordinary < wanted) {
        struct packet next[batch];
        int size = 0;
        long long due = rate > 0 ? (long long)((now() - start) * rate) + 1 : wanted;
        if (due > wanted) due = wanted;
        while (size < batch && ordinary + size < due) {
            next[size] = packets[(ordinary + size) % count];
            size++;
            if (window > 0 && (ordinary + size) % window == 0) break;
        }
        if (size == 0) {
            receive_replies();
            usleep(200);
            continue;
        }
        send_all(next, size);
        ordinary += size;
        receive_replies();
        if (window > 0 && ordinary % window == 0) {
            uint32_t id = htonl((uint32_t)syncs);
            memcpy(sync_bytes + 12, &id, 4);
            send_all(&sync, 1);
            // A lost reply is detected at the end.
            while (syncs - synced > 2 && await_replies(10000)) {
            }
        }
    }
    const double seconds = now() - start;
    while (synced < syncs && await_replies(2000)) {
    }
    printf("sent %lld syncs %lld synced %lld misordered %lld seconds %.3f\n", sent, syncs, synced, misordered, seconds);
    return 0;
}
