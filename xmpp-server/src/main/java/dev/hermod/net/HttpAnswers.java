package dev.hermod.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The requests of one socket that are not answered yet. Answers leave in the order of the requests
/// (RFC 9112 section 9.3.2).
final class HttpAnswers {
    private final Channel channel;
    private final Runnable onLast;
    private final ArrayDeque<HttpExchange> due = new ArrayDeque<>(2);
    private boolean over;

    /// Of one socket.
    ///
    /// @param onLast what to do behind an answer after which the connection ends
    HttpAnswers(Channel channel, Runnable onLast) {
        this.channel = channel;
        this.onLast = onLast;
    }

    void expect(HttpExchange exchange) {
        due.add(exchange);
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    int due() {
        return due.size();
    }

    /// On the event loop of the socket, at once if that is this one.
    void execute(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    void send() {
        HttpExchange next = due.peek();
        while (next != null && !over) {
            @Nullable HttpAnswer answer = next.answer();
            if (answer == null) {
                return;
            }
            due.remove();
            write(answer, next.isLast());
            next = due.peek();
        }
    }

    /// Writes an answer, whatever else is due.
    ///
    /// @param last whether nothing follows it
    void write(HttpAnswer answer, boolean last) {
        var response = answer.toResponse();
        HttpUtil.setKeepAlive(response, !last);
        var _ = channel.writeAndFlush(response);
        if (last) {
            over = true;
            onLast.run();
        }
    }
}
