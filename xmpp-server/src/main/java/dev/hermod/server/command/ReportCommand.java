package dev.hermod.server.command;

import dev.hermod.admin.OperationException;
import dev.hermod.config.ConfigException;
import dev.hermod.storage.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hermod report`: what accounts have reported.
@Command(
        name = "report",
        description = "Lists what accounts have reported of others, and forgets it.",
        synopsisSubcommandLabel = "COMMAND")
final class ReportCommand implements Runnable {
    private static final int PAGE = 500;

    private final Site site;

    @Spec private CommandSpec spec = CommandSpec.create();

    ReportCommand(Site site) {
        this.site = site;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    @Command(description = "Lists reports: number, time, who, whom, why, in which words.")
    int list(@Option(names = "--json", description = "One JSON object a line.") boolean json)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    long after = 0;
                    List<Report> page;
                    do {
                        page = operations.reports().list(after, PAGE);
                        page.forEach(report -> print(report, json, streams.out()));
                        after = page.isEmpty() ? after : page.getLast().id();
                    } while (page.size() == PAGE);
                    return 0;
                });
    }

    @Command(description = "Forgets reports that were seen to.")
    int dismiss(@Parameters(paramLabel = "NUMBER", arity = "1..*") List<Long> numbers)
            throws CommandFailure, OperationException, ConfigException, IOException {
        return site.run(
                Site.Input.NONE,
                (operations, streams) -> {
                    int gone = operations.reports().dismiss(numbers);
                    streams.out().println(gone + " of " + numbers.size() + " forgotten");
                    return gone == numbers.size() ? 0 : 1;
                });
    }

    private static void print(Report report, boolean json, PrintWriter out) {
        if (json) {
            out.println(Json.line(members(report)));
            return;
        }
        String text = report.text();
        out.println(
                "%d\t%s\t%s\t%s\t%s\t%s"
                        .formatted(
                                report.id(),
                                report.at().truncatedTo(ChronoUnit.SECONDS),
                                report.reporter(),
                                report.reported(),
                                oneLine(report.reason()),
                                text == null ? "" : oneLine(text)));
    }

    /// People choose these words: none of them may look like another line, or move the cursor.
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static Map<String, Object> members(Report report) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("number", report.id());
        members.put("at", report.at().toString());
        members.put("reporter", report.reporter().toString());
        members.put("reported", report.reported().toString());
        members.put("reason", report.reason());
        String text = report.text();
        members.put("text", text == null ? "" : text);
        members.put(
                "messages",
                report.messages().stream()
                        .map(one -> Map.of("by", one.by(), "id", one.id()))
                        .toList());
        members.put("forOrigin", report.forOrigin());
        members.put("forOthers", report.forOthers());
        return members;
    }
}
