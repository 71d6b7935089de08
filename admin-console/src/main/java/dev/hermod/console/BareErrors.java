package dev.hermod.console;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers what Jetty refuses by itself with the status alone: its own pages name the server and
/// echo the request.
final class BareErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.write(true, null, callback);
        return true;
    }
}
