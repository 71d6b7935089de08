package dev.hermod.extensions.directory;

import dev.hermod.extensions.vcard.VcardPayload;
import dev.hermod.extensions.vcard.Vcards;
import dev.hermod.feature.Command;
import dev.hermod.feature.CommandCall;
import dev.hermod.feature.CommandStep;
import dev.hermod.feature.Services;
import dev.hermod.stanza.Form;
import dev.hermod.stanza.Form.Field;
import dev.hermod.stanza.Form.FieldType;
import dev.hermod.stanza.Jids;
import java.util.List;
import org.xmpp.packet.JID;

/// Lets account holders say whether they want to be found.
record ListedCommand(Services services) {
    static final String NODE = "urn:hermod:directory#listed";
    private static final String LISTED = "listed";

    Command command() {
        return new Command(NODE, "Be found by search", CommandCall::local, this::ask);
    }

    private CommandStep ask(CommandCall call) {
        JID owner = Jids.bare(call.requester());
        Form form =
                new Form(
                        Form.Type.FORM,
                        "Be found by search",
                        List.of(
                                "Other users of this server then find you by your user name, and by the names, the nickname and the e-mail address in your vCard."),
                        List.of(
                                Field.of(
                                        LISTED,
                                        FieldType.BOOLEAN,
                                        "I want to be found",
                                        directory().listed(owner) ? "1" : "0")),
                        List.of(),
                        List.of());
        return CommandStep.last(form, answers -> take(owner, answers));
    }

    private CommandStep take(JID owner, Form answers) {
        if (!answers.flag(LISTED, false)) {
            directory().remove(owner);
            return CommandStep.done("You are not found by search.");
        }
        directory()
                .list(
                        VcardFields.of(
                                owner,
                                services.storage()
                                        .port(Vcards.class)
                                        .find(owner)
                                        .map(VcardPayload::stored)
                                        .orElse(null)));
        return CommandStep.done("You are found by search.");
    }

    private Directory directory() {
        return services.storage().port(Directory.class);
    }
}
