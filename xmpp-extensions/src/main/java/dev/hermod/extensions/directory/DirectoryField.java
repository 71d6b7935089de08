package dev.hermod.extensions.directory;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What people are found by (XEP-0055 8.3, and the name of the account).
public enum DirectoryField {
    USER("user", "User name"),
    FIRST("first", "Given name"),
    LAST("last", "Family name"),
    NICK("nick", "Nickname"),
    EMAIL("email", "E-mail address");

    private final String word;
    private final String label;

    DirectoryField(String word, String label) {
        this.word = word;
        this.label = label;
    }

    /// Its name in forms, in storage and, but for the user name, as an element.
    public String word() {
        return word;
    }

    String label() {
        return label;
    }

    /// The field with this name.
    public static Optional<DirectoryField> of(String word) {
        return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
    }

    /// A text as it is compared.
    public static String key(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
