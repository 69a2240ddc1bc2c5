#!/usr/bin/env python3
"""What permessage-deflate (RFC 7692) would save and cost on the packets of real chats.

  fera demo --port 18432 > play.txt          (leave it serving)
  python3 Tests/Yardsticks/deflate_packets.py play.txt [--save packets.txt] [--rounds 200]
  python3 Tests/Yardsticks/deflate_packets.py --packets packets.txt

Opens the join links that the demonstration printed, follows the interview of its owner over a WebSocket from the first packet, has two
people ask its clone every question of the interview and about every title of their edition, follows these too, and hands the packets, byte for byte as they came, to a program of a hundred lines
of C that compresses them with the system's zlib (cc and zlib's header have to be there). Only the standard library is used.
"""
import argparse, base64, http.client, json, os, re, socket, struct, subprocess, sys, tempfile

PROGRAM = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>
// Packets are lines; an empty line ends a conversation, whose context the next does not see.
static struct { unsigned char *bytes; int count, first; } packets[100000];
static int n;
static long held;
static void *take(void *o, unsigned a, unsigned b) { held += (long)a * b; return calloc(a, b); }
static void give(void *o, void *p) { free(p); }
static double now(void) { struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return t.tv_sec * 1e6 + t.tv_nsec / 1e3; }
int main(int argc, char **argv) {
    int rounds = atoi(argv[1]), first = 1;
    char *line = 0; size_t room = 0; ssize_t count; long plain = 0;
    while ((count = getline(&line, &room, stdin)) > 0) {
        if (line[count - 1] == '\n') count--;
        if (!count) { first = 1; continue; }
        packets[n].bytes = malloc(count); memcpy(packets[n].bytes, line, count);
        packets[n].count = count; packets[n].first = first; first = 0; plain += count; n++;
    }
    static unsigned char out[1 << 22], back[1 << 22];
    static struct { int start, count; } coded[100000];
    int settings[][3] = {{15, 8, 1}, {12, 5, 1}, {10, 3, 1}, {9, 1, 1}, {15, 8, 0}, {12, 5, 0}, {9, 1, 0}};
    for (int level = 1; level <= 6; level += 5) for (int s = 0; s < 7; s++) {
        int bits = settings[s][0], memory = settings[s][1], takeover = settings[s][2];
        z_stream d = {0}, i = {0}; d.zalloc = i.zalloc = take; d.zfree = i.zfree = give;
        held = 0; if (deflateInit2(&d, level, Z_DEFLATED, -bits, memory, Z_DEFAULT_STRATEGY) != Z_OK) return 1;
        long deflater = held;
        held = 0; if (inflateInit2(&i, -bits) != Z_OK) return 1;
        double deflating = 0, inflating = 0; long packed = 0, inflater = 0; int larger = 0;
        for (int r = 0; r < rounds; r++) {
            int at = 0; packed = 0; larger = 0;
            double start = now();
            for (int p = 0; p < n; p++) {
                if (!takeover || packets[p].first) deflateReset(&d);
                d.next_in = packets[p].bytes; d.avail_in = packets[p].count; d.next_out = out + at; d.avail_out = sizeof out - at;
                deflate(&d, Z_SYNC_FLUSH);
                coded[p].start = at; coded[p].count = d.next_out - (out + at) - 4;   // without the 00 00 ff ff
                at = d.next_out - out; packed += coded[p].count; if (coded[p].count >= packets[p].count) larger++;
            }
            deflating += now() - start; start = now();
            for (int p = 0; p < n; p++) {
                if (!takeover || packets[p].first) inflateReset(&i);
                i.next_in = out + coded[p].start; i.avail_in = coded[p].count + 4; i.next_out = back; i.avail_out = sizeof back;
                inflate(&i, Z_SYNC_FLUSH);
                if (i.next_out - back != packets[p].count || memcmp(back, packets[p].bytes, packets[p].count)) { puts("not the same"); return 1; }
            }
            inflating += now() - start; inflater = held;
        }
        printf("%d %d %d %d %ld %d %.2f %.2f %ld %ld\n", level, bits, memory, takeover, packed, larger, deflating / rounds / n, inflating / rounds / n,
               deflater, inflater);
        deflateEnd(&d); inflateEnd(&i);
    }
}
"""


class Person:
    """Somebody whom a join link brought in."""

    def __init__(self, link):
        self.address, secret = re.match(r"http://([^/]+)/#join=(.+)", link).groups()
        host, port = self.address.split(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self.headers = {"Origin": "http://" + self.address, "Content-Type": "application/json"}
        self.connection.request("POST", "/v1/sessions", json.dumps({"secret": secret}), self.headers)
        reply = self.connection.getresponse()
        self.headers["Cookie"] = (reply.getheader("Set-Cookie") or "").split(";")[0]
        self.headers["X-Fera-CSRF"] = json.loads(reply.read()).get("csrf", "")

    def call(self, method, path, body=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        reply = self.connection.getresponse()
        return json.loads(reply.read() or b"{}")

    def packets(self, conversation):
        """Every packet of a conversation from its first, as the bytes of its frame."""
        host, port = self.address.split(":")
        stream = socket.create_connection((host, int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        stream.sendall((f"GET /v1/conversations/{conversation}/socket?after=0 HTTP/1.1\r\nHost: {self.address}\r\nUpgrade: websocket\r\n"
                        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nOrigin: {self.headers['Origin']}\r\n"
                        f"Cookie: {self.headers['Cookie']}\r\n\r\n").encode())
        file = stream.makefile("rb")
        if b"101" not in file.readline():
            return []
        while file.readline() not in (b"\r\n", b""):
            pass
        found, last = [], None
        while last is None or not found or json.loads(found[-1]).get("seq", 0) < last:
            first, length = file.read(2)
            length &= 127
            if length > 125:
                length = struct.unpack(">H" if length == 126 else ">Q", file.read(2 if length == 126 else 8))[0]
            payload = file.read(length)
            if first & 15 != 1:
                continue
            found.append(payload)
            last = json.loads(payload)["last_seq"] if last is None else last
        stream.close()
        return found


def collect(text):
    """The conversations behind the links of a demonstration's output: lists of packets."""
    people = [Person(link) for link in dict.fromkeys(re.findall(r"http://\S+/#join=\w+", text))]
    conversations, questions, seen = [], [], set()
    for person in people:
        for transfer in person.call("GET", "/v1/transfers").get("items", []):
            for account in transfer["accounts"]:
                interview = account.get("interview_id")
                if not interview or interview in seen:
                    continue
                packets = person.packets(interview)
                if packets:
                    seen.add(interview)
                    conversations.append(packets)
                    questions += [packet["text"] for packet in map(json.loads, packets) if packet["type"] == "turn"]
    asked = 0
    for person in people:
        for clone in person.call("GET", "/v1/clones").get("items", [])[:1]:
            passages = person.call("GET", f"/v1/clones/{clone['id']}/versions/{clone['version']}/passages").get("items", [])
            titles = dict.fromkeys(passage["title"] for passage in passages)
            if not titles or asked == 2:
                continue
            asked, conversation = asked + 1, None
            for number, question in enumerate(questions + [f"What do we know about {title}?" for title in titles]):
                form = {"clone_id": clone["id"], "question": question, "client_message_id": f"d{number}"}
                answer = person.call("POST", "/v1/asks", {**form, **({"conversation_id": conversation} if conversation else {})})
                conversation = answer.get("conversation_id", conversation)
            conversations.append(person.packets(conversation))
    return conversations


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("play", nargs="?")
    arguments.add_argument("--packets")
    arguments.add_argument("--save")
    arguments.add_argument("--rounds", type=int, default=200)
    arguments = arguments.parse_args()
    if arguments.packets:
        data = open(arguments.packets, "rb").read()
    else:
        data = b"\n\n".join(b"\n".join(packets) for packets in collect(open(arguments.play).read())) + b"\n"
        if arguments.save:
            open(arguments.save, "wb").write(data)
    sizes = sorted(len(line) for line in data.split(b"\n") if line)
    total, count = sum(sizes), len(sizes)
    print(f"{count} packets in {len([c for c in data.split(bytes([10, 10])) if c.strip()])} conversations, {total} bytes; median {sizes[count // 2]}, "
          f"p90 {sizes[count * 9 // 10]}, largest {sizes[-1]}; {sum(size <= 1360 for size in sizes) * 100 // count} % fit one TCP segment")
    with tempfile.TemporaryDirectory() as folder:
        open(folder + "/d.c", "w").write(PROGRAM)
        subprocess.run(["cc", "-O2", "-o", folder + "/d", folder + "/d.c", "-lz"], check=True)
        output = subprocess.run([folder + "/d", str(arguments.rounds)], input=data, stdout=subprocess.PIPE, check=True).stdout.decode()
    print("level window mem takeover  bytes/packet  saved  larger  deflate us  inflate us  KB/socket (deflate + inflate)")
    for line in output.splitlines():
        level, bits, memory, takeover, packed, larger, deflating, inflating, deflater, inflater = line.split()
        print(f"{level:>5} {bits:>6} {memory:>3} {'yes' if takeover == '1' else 'no':>8} {int(packed) / count:13.0f} {100 - int(packed) * 100 / total:5.0f}% {larger:>7} "
              f"{float(deflating):11.1f} {float(inflating):11.1f}  {int(deflater) / 1024:.0f} + {int(inflater) / 1024:.0f}")


if __name__ == "__main__":
    sys.exit(main())
