package dev.hermod.net;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/// One request with all of its body, and its answer, which may come later and from any thread.
final class HttpExchange {
    private final HttpRequest request;
    private final byte[] body;
    private final Client client;
    private final HttpAnswers answers;
    private @Nullable HttpAnswer answer;

    HttpExchange(HttpRequest request, byte[] body, Client client, HttpAnswers answers) {
        this.request = request;
        this.body = body;
        this.client = client;
        this.answers = answers;
    }

    HttpMethod method() {
        return request.method();
    }

    HttpHeaders headers() {
        return request.headers();
    }

    HttpRequest request() {
        return request;
    }

    byte[] body() {
        return body;
    }

    Client client() {
        return client;
    }

    /// Of the socket it came by.
    EventLoop loop() {
        return answers.loop();
    }

    boolean isLast() {
        return !HttpUtil.isKeepAlive(request);
    }

    /// Answers it; from any thread, once.
    void answer(HttpAnswer with) {
        answers.execute(() -> {
            answer = with;
            answers.send();
        });
    }

    /// Known on the event loop of its socket.
    @Nullable HttpAnswer answer() {
        return answer;
    }
}
