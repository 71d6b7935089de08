package dev.hermod.server.command;

import dev.hermod.admin.AccountDetails;
import dev.hermod.admin.AccountSummary;
import dev.hermod.admin.SessionSummary;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prints accounts for people, or as JSON for programs.
record AccountPrinter(PrintWriter out, boolean json) {

    void line(AccountSummary account) {
        if (json) {
            out.println(Json.line(members(account)));
        } else {
            out.println(
                    "%s\t%s\t%s"
                            .formatted(
                                    account.address(),
                                    state(account),
                                    account.created().truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    void details(AccountDetails details) {
        if (json) {
            Map<String, Object> members = members(details.summary());
            members.put("mechanisms", details.mechanisms());
            members.put("retention", details.retention());
            members.put(
                    "sessions", details.sessions().stream().map(AccountPrinter::members).toList());
            out.println(Json.line(members));
            return;
        }
        AccountSummary account = details.summary();
        out.println("address     " + account.address());
        out.println("state       " + state(account));
        out.println("made        " + account.created().truncatedTo(ChronoUnit.SECONDS));
        out.println("mechanisms  " + String.join(" ", details.mechanisms()));
        out.println("keeps       " + details.retention());
        out.println("sessions    " + details.sessions().size());
        details.sessions().forEach(session -> out.println("            " + describe(session)));
    }

    private static String state(AccountSummary account) {
        List<String> words = new ArrayList<>();
        words.add(account.disabled() ? "disabled" : "enabled");
        if (account.admin()) {
            words.add("admin");
        }
        return String.join(" ", words);
    }

    private static String describe(SessionSummary session) {
        return "%s from %s, %s, %s"
                .formatted(
                        session.address(),
                        session.peer(),
                        session.tls() ? "TLS" : "no TLS",
                        session.available() ? "priority " + session.priority() : "unavailable");
    }

    private static Map<String, Object> members(AccountSummary account) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", account.address().toString());
        members.put("disabled", account.disabled());
        members.put("admin", account.admin());
        members.put("created", account.created().toString());
        return members;
    }

    private static Map<String, Object> members(SessionSummary session) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("address", session.address().toString());
        members.put("peer", session.peer());
        members.put("tls", session.tls());
        members.put("available", session.available());
        members.put("priority", session.priority());
        return members;
    }
}
