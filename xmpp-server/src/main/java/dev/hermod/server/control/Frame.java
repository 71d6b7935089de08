package dev.hermod.server.control;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One line of the conversation between a command and the server.
sealed interface Frame {
    /// The command, first of all that a client sends. Never holds a secret: those are input.
    record Request(List<String> arguments) implements Frame {}

    /// More for the command to read; nothing more once it is empty.
    @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
    record Input(byte[] bytes) implements Frame {
        @Override
        public String toString() {
            return "Input[" + bytes.length + " bytes]";
        }
    }

    /// More of the data that the command makes.
    @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
    record Data(byte[] bytes) implements Frame {
        @Override
        public String toString() {
            return "Data[" + bytes.length + " bytes]";
        }
    }

    record Out(String text) implements Frame {}

    record Err(String text) implements Frame {}

    /// Nothing new, but the server is at work.
    record Alive() implements Frame {}

    /// The last of all that the server sends.
    record Exit(int status) implements Frame {}

    /// One line of ASCII without its end.
    default String encode() throws IOException {
        ObjectNode json = Codec.JSON.createObjectNode();
        switch (this) {
            case Request(var arguments) -> arguments.forEach(json.putArray("arguments")::add);
            case Input(var bytes) -> json.put("input", bytes);
            case Data(var bytes) -> json.put("data", bytes);
            case Out(var text) -> json.put("out", text);
            case Err(var text) -> json.put("err", text);
            case Alive() -> json.put("alive", true);
            case Exit(var status) -> json.put("exit", status);
        }
        return Codec.JSON.writeValueAsString(json);
    }

    static Frame decode(byte[] line) throws IOException {
        if (!(Codec.JSON.readTree(line) instanceof ObjectNode json) || json.size() != 1) {
            throw new IOException("not an object with one member");
        }
        var member = json.properties().iterator().next();
        JsonNode value = member.getValue();
        return switch (member.getKey()) {
            case "arguments" -> new Request(Codec.texts(value));
            case "input" -> new Input(value.binaryValue());
            case "data" -> new Data(value.binaryValue());
            case "out" -> new Out(value.asText());
            case "err" -> new Err(value.asText());
            case "alive" -> new Alive();
            case "exit" -> new Exit(value.asInt(1));
            default -> throw new IOException("unknown member " + member.getKey());
        };
    }

    /// JSON as this conversation writes it.
    final class Codec {
        // Escapes keep a character whose halves fall into two frames whole.
        private static final ObjectMapper JSON =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

        private Codec() {}

        private static List<String> texts(JsonNode array) throws IOException {
            if (!array.isArray()) {
                throw new IOException("arguments are not a list");
            }
            List<String> texts = new ArrayList<>();
            array.forEach(item -> texts.add(item.asText()));
            return List.copyOf(texts);
        }
    }
}
