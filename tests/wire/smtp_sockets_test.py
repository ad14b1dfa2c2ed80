#!/usr/bin/env python3
"""The SMTP server on real sockets: pieces, time-outs, TLS, clients that misbehave, faults."""

import hashlib
import select
import socket
import ssl
import struct
import time
import unittest

from smtp_fixture import ENVELOPE, PATIENCE, Client, Server


def any_certificate():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def secured(client):
    client.socket = any_certificate().wrap_socket(client.socket)
    return client


def reset_on_close(client):
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Pieces(unittest.TestCase):
    def test_two_mails_and_quit_in_one_segment(self):
        """Row 11 of the torture table."""
        mail = ENVELOPE + b"DATA\r\ntext\r\n.\r\n"
        with Server() as server, Client(server) as client:
            codes = client.codes(b"EHLO x\r\n" + mail + mail + b"QUIT\r\n", 11)
            self.assertEqual(codes, [220, 250] + [250, 250, 354, 250] * 2 + [221])
            self.assertEqual(client.is_closed(), "closed")
            self.assertEqual([m["number"] for m in server.messages(2)], [1, 2])

    def test_replies_to_pipelined_commands_come_in_one_write(self):
        """Row 11 of the torture table."""
        with Server() as server, Client(server).greeted() as client:
            client.send(ENVELOPE + b"RCPT TO:<c@d.example>\r\nDATA\r\n")
            replies = client.socket.recv(65536)
            self.assertEqual([line[:3] for line in replies.splitlines()], [b"250", b"250", b"250", b"354"])

    def test_octet_by_octet(self):
        """Row 11 of the torture table."""
        with Server() as server, Client(server).greeted() as client:
            client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for octet in ENVELOPE + b"DATA\r\n..x\r\n.\r\n":
                client.send(bytes([octet]))
            self.assertEqual([client.code() for _ in range(4)], [250, 250, 354, 250])
            self.assertEqual(server.wait_for("message")["sha256"], hashlib.sha256(b".x\r\n").hexdigest())

    def test_client_that_speaks_first(self):
        """Row 10 of the torture table."""
        with Server() as server, Client(server) as client:
            self.assertEqual(client.codes(b"EHLO x\r\nNOOP\r\n", 3), [220, 250, 250])

    def test_eight_megabytes_come_through_unchanged(self):
        text = b"Subject: big\r\n\r\n" + b"".join(b"%d ".ljust(70, b"\xff") % i + b"\r\n" for i in range(120_000))
        self.assertGreater(len(text), 8_000_000)
        with Server() as server, Client(server).greeted() as client:
            self.assertEqual(client.codes(ENVELOPE + b"DATA\r\n" + text + b".\r\n", 4), [250, 250, 354, 250])
            message = server.wait_for("message")
            self.assertEqual((message["size"], message["sha256"]), (len(text), hashlib.sha256(text).hexdigest()))

    def test_chunks_of_any_octets_come_through_unchanged(self):
        """Row 19 of the torture table."""
        text = bytes(range(256)) * 1000 + b"\r\n.\r\n"
        with Server() as server, Client(server).greeted() as client:
            self.assertEqual(client.codes(b"MAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<a@b.example>\r\n", 2), [250, 250])
            self.assertEqual(client.codes(b"BDAT 200000\r\n" + text[:200_000], 1), [250])
            rest = text[200_000:]
            self.assertEqual(client.codes(b"BDAT %d LAST\r\n" % len(rest) + rest, 1), [250])
            self.assertEqual(server.wait_for("message")["sha256"], hashlib.sha256(text).hexdigest())

    def test_text_over_the_limit_is_read_to_its_end(self):
        """Row 24 of the torture table."""
        with Server() as server, Client(server).greeted() as client:
            before = server.memory_kib()
            self.assertEqual(client.codes(ENVELOPE + b"DATA\r\n", 3), [250, 250, 354])
            for _ in range(60):
                client.send(b"MAIL FROM:<a@b.example>\r\n" * 42_000)  # 1 MB
            self.assertEqual(client.codes(b".\r\nNOOP\r\n", 2), [552, 250])
            self.assertLess(server.memory_kib() - before, 50_000)  # the limit is 40 MiB


class Breaks(unittest.TestCase):
    def test_half_close_inside_a_mail_leaves_nothing(self):
        """Row 25 of the torture table."""
        for before in (b"", b"DATA\r\nhalf", b"BDAT 100 LAST\r\nhalf"):
            with Server() as server, Client(server).greeted() as client:
                client.send(ENVELOPE + before)
                client.socket.shutdown(socket.SHUT_WR)
                self.assertEqual(client.is_closed(), "closed")
                session = server.wait_for("session")
                self.assertEqual(session["accepted"], 0)
                if before:
                    self.assertIn("the message is dropped", session["log"])

    def test_a_mail_is_answered_although_the_client_has_half_closed(self):
        with Server() as server, Client(server).greeted() as client:
            client.send(ENVELOPE + b"DATA\r\ntext\r\n.\r\n")
            client.socket.shutdown(socket.SHUT_WR)
            self.assertEqual([client.code() for _ in range(4)], [250, 250, 354, 250])

    def test_client_that_goes_before_it_reads_the_answer_is_noticed(self):
        """Row 26 of the torture table."""
        for leave in (reset_on_close, lambda client: None):
            with Server() as server:
                with Client(server).greeted() as client:
                    self.assertEqual(client.codes(b"MAIL FROM:<slow@a.example>\r\nRCPT TO:<b@c.example>\r\nDATA\r\n", 3),
                                     [250, 250, 354])
                    client.send(b"text\r\n.\r\n")
                    server.wait_for("message")
                    leave(client)
                session = server.wait_for("session")
                self.assertEqual((session["accepted"], session["in_doubt"]), (1, True))
                self.assertIn("may not know", session["log"])

    def test_lost_answer_makes_the_client_send_twice(self):
        """Row 26 of the torture table."""
        for sender, end in (("lose-answer@a.example", "closed"), ("lose-answer-by-reset@a.example", "reset")):
            with Server() as server:
                for _ in range(2):
                    with Client(server).greeted() as client:
                        mail = f"MAIL FROM:<{sender}>\r\nRCPT TO:<b@c.example>\r\nDATA\r\n"
                        self.assertEqual(client.codes(mail.encode(), 3), [250, 250, 354])
                        client.send(b"Message-ID: <1@a.example>\r\n\r\ntext\r\n.\r\n")
                        self.assertEqual(client.is_closed(), end)
                        self.assertEqual(client.buffer, b"")
                first, second = server.messages(2)
                self.assertEqual(first["sha256"], second["sha256"])
                self.assertNotEqual(first["session"], second["session"])

    def test_throttling_is_said_after_the_text(self):
        with Server() as server, Client(server).greeted() as client:
            self.assertEqual(client.codes(b"MAIL FROM:<throttle@a.example>\r\nRCPT TO:<b@c.example>\r\nDATA\r\n", 3),
                             [250, 250, 354])
            client.send(b"text\r\n.\r\n")
            self.assertEqual(client.reply(), "454 Throttling failure: Maximum sending rate exceeded")
            self.assertEqual(client.codes(b"NOOP\r\n", 1), [250])

    def test_each_command_can_be_slow(self):
        with Server() as server, Client(server).greeted() as client:
            start = time.monotonic()
            client.codes(b"MAIL FROM:<slow@a.example>\r\nRCPT TO:<b@c.example>\r\nDATA\r\n.\r\n", 4)
            self.assertGreaterEqual(time.monotonic() - start, 4 * 0.020)

    def test_slow_link_and_reset_at_an_octet(self):
        with Server(octets_per_second=100_000) as server, Client(server).greeted() as client:
            start = time.monotonic()
            client.codes(ENVELOPE + b"DATA\r\n" + (b"x" * 98 + b"\r\n") * 400 + b".\r\n", 4)
            self.assertGreaterEqual(time.monotonic() - start, 0.35)
        with Server(reset_after=10) as server, Client(server).greeted() as client:
            self.assertEqual(client.codes(ENVELOPE + b"DATA\r\n", 3), [250, 250, 354])
            client.send(b"a text of more octets\r\n.\r\n")
            self.assertEqual(client.is_closed(), "reset")


class Crowds(unittest.TestCase):
    def test_idle_and_slow_clients_are_sent_away_and_others_served(self):
        """Row 27 of the torture table."""
        with Server(idle_ms=400) as server:
            idle, in_command, in_text = (self.enterContext(Client(server)).greeted() for _ in range(3))
            in_handshake = self.enterContext(Client(server, server.tls_port))
            in_text.codes(ENVELOPE + b"DATA\r\n", 3)
            slow = ((in_command, b"N"), (in_text, b"x"), (in_handshake, b"\x16"))
            while not select.select([idle.socket], [], [], 0.05)[0]:
                for client, octet in slow:
                    try:
                        client.send(octet)
                    except OSError:
                        pass  # it has been sent away already
                with Client(server).greeted() as other:
                    self.assertEqual(other.codes(b"NOOP\r\n", 1), [250])
            self.assertEqual(idle.reply(), "421 4.4.2 Timeout waiting for data from client")
            self.assertEqual(idle.is_closed(), "closed")
            for client, _ in slow:
                self.assertIn(client.is_closed(), ("closed", "reset"))

    def test_client_that_leaves_a_tarpit_is_noticed(self):
        with Server(idle_ms=300) as server:
            with Client(server).greeted() as client:
                client.send(b"MAIL FROM:<tarpit@a.example>\r\nRCPT TO:<b@c.example>\r\n")
            self.assertEqual(server.wait_for("session")["accepted"], 0)

    def test_thousand_idle_clients_cost_little(self):
        """Row 27 of the torture table."""
        with Server() as server:
            before = server.memory_kib()
            idle = [self.enterContext(Client(server)).greeted() for _ in range(1000)]
            self.assertLess((server.memory_kib() - before) / len(idle), 20)
            with Client(server).greeted() as other:
                self.assertEqual(other.codes(ENVELOPE + b"DATA\r\n.\r\n", 4), [250, 250, 354, 250])

    def test_client_that_never_reads_is_not_read_from(self):
        """Row 28 of the torture table."""
        with Server(idle_ms=1500) as server:
            before = server.memory_kib()
            with Client(server).greeted() as deaf:
                deaf.socket.settimeout(0.3)
                sent = 0
                try:
                    while sent < 200_000_000:
                        sent += deaf.socket.send(b"NOOP\r\n" * 10_000)
                except TimeoutError:
                    pass
                self.assertLess(sent, 200_000_000)
                self.assertLess(server.memory_kib() - before, 5_000)
                with Client(server).greeted() as other:
                    self.assertEqual(other.codes(b"NOOP\r\n", 1), [250])
            session = server.wait_for("session")
            self.assertEqual(session["accepted"], 0)

    def test_burst_of_connections_is_accepted(self):
        """Row 30 of the torture table."""
        with Server() as server:
            opening = []
            for _ in range(500):
                client = socket.socket()
                client.setblocking(False)
                client.connect_ex(("127.0.0.1", server.port))
                opening.append(client)
            for client in opening:
                client.settimeout(PATIENCE)
                self.assertEqual(client.recv(3), b"220")
                client.close()

    def test_one_connection_too_many_is_told_421(self):
        """Row 30 of the torture table."""
        with Server(connections=3) as server:
            first = [self.enterContext(Client(server)).greeted() for _ in range(3)]
            with Client(server) as other:
                self.assertEqual(other.reply(), "421 4.3.2 Too many concurrent SMTP connections")
                self.assertEqual(other.is_closed(), "closed")
            first[0].codes(b"QUIT\r\n", 1)
            self.assertEqual(first[0].is_closed(), "closed")
            with Client(server) as other:
                other.greeted()

    def test_reply_of_421_arrives_although_more_input_is_on_its_way(self):
        with Server(errors=5) as server, Client(server).greeted() as client:
            client.send(b"FOO\r\n" * 100_000)
            self.assertEqual([client.code() for _ in range(7)], [500] * 6 + [421])
            self.assertEqual(client.is_closed(), "closed")

    def test_server_that_stops_says_so(self):
        with Server() as server:
            client = self.enterContext(Client(server)).greeted()
        self.assertEqual(client.reply(), "421 4.3.2 Service is shutting down")


class Tls(unittest.TestCase):
    MAIL = ENVELOPE + b"DATA\r\n" + (b"x" * 70 + b"\r\n") * 30_000 + b".\r\n"

    def test_starttls_forgets_the_session_so_far(self):
        """Row 20 of the torture table."""
        with Server() as server, Client(server).greeted() as client:
            self.assertEqual(client.codes(b"MAIL FROM:<a@b.example>\r\nSTARTTLS\r\n", 2), [250, 220])
            secured(client)
            self.assertEqual(client.codes(b"RCPT TO:<c@d.example>\r\n", 1), [503])
            self.assertEqual(client.codes(b"EHLO x\r\n" + self.MAIL, 5), [250, 250, 250, 354, 250])
            self.assertEqual(client.codes(b"STARTTLS\r\nQUIT\r\n", 2), [503, 221])
            self.assertTrue(server.wait_for("message")["tls"])

    def test_plain_text_behind_starttls_is_thrown_away(self):
        """Row 20 of the torture table."""
        with Server() as server, Client(server).greeted() as client:
            self.assertEqual(client.codes(b"STARTTLS\r\nMAIL FROM:<injected@x.example>\r\n", 1), [220])
            secured(client)
            self.assertEqual(client.codes(b"EHLO x\r\nRCPT TO:<a@b.example>\r\nNOOP\r\n", 3), [250, 503, 250])

    def test_implicit_tls(self):
        with Server() as server, Client(server, server.tls_port) as client:
            secured(client)
            self.assertEqual(client.codes(b"EHLO x\r\n" + self.MAIL, 6), [220, 250, 250, 250, 354, 250])
            text = self.MAIL.split(b"DATA\r\n")[1][:-3]
            self.assertEqual(server.wait_for("message")["sha256"], hashlib.sha256(text).hexdigest())

    def test_garbage_in_place_of_a_handshake_closes_the_connection(self):
        """Row 20 of the torture table."""
        with Server() as server:
            for port, before in ((server.tls_port, b""), (server.port, b"EHLO x\r\nSTARTTLS\r\n")):
                with Client(server, port) as client:
                    if before:
                        self.assertEqual(client.codes(before, 3), [220, 250, 220])
                    client.send(b"this is not TLS\r\n" * 10)
                    self.assertIn(client.is_closed(), ("closed", "reset"))
            with Client(server) as other:
                other.greeted()

    def test_slow_replies_over_tls(self):
        with Server() as server, Client(server, server.tls_port) as client:
            secured(client)
            slow = self.MAIL.replace(b"a@client.example", b"slow@client.example")
            self.assertEqual(client.codes(b"EHLO x\r\n" + slow + b"NOOP\r\n", 7), [220, 250, 250, 250, 354, 250, 250])

    def test_mail_in_tiny_records(self):
        with Server() as server, Client(server, server.tls_port) as client:
            secured(client)
            for octet in b"EHLO x\r\n" + ENVELOPE + b"DATA\r\n.\r\n":
                client.send(bytes([octet]))
            self.assertEqual([client.code() for _ in range(6)], [220, 250, 250, 250, 354, 250])


if __name__ == "__main__":
    unittest.main()
