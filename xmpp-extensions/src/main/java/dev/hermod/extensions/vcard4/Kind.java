package dev.hermod.extensions.vcard4;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The properties that both formats have, and how each writes them (XEP-0292 10). Pictures are not
/// among them: they are converted as XEP-0398 has it. What is in one format only, or in both but
/// with another meaning, stays where it is.
// The forms are functions without state.
@SuppressWarnings("ImmutableEnumChecker")
enum Kind {
    NAME("FN", Forms.OWN_TEXT, "fn", Forms.child("text")),
    NAMES(
            "N",
            Forms.parts("FAMILY", "GIVEN", "MIDDLE", "PREFIX", "SUFFIX"),
            "n",
            Forms.parts("surname", "given", "additional", "prefix", "suffix")),
    NICKNAME("NICKNAME", Forms.OWN_TEXT, "nickname", Forms.child("text")),
    BIRTHDAY(
            "BDAY",
            Forms.OWN_TEXT,
            "bday",
            Forms.child("date", "date-time", "date-and-or-time", "text")),
    ADDRESS(
            "ADR",
            Forms.parts("POBOX", "EXTADD", "STREET", "LOCALITY", "REGION", "PCODE", "CTRY"),
            "adr",
            Forms.parts("pobox", "ext", "street", "locality", "region", "code", "country"),
            "home",
            "work"),
    PHONE(
            "TEL",
            Forms.child("NUMBER"),
            "tel",
            Forms.PHONE,
            "home",
            "work",
            "voice",
            "fax",
            "pager",
            "cell",
            "video"),
    MAIL("EMAIL", Forms.child("USERID"), "email", Forms.child("text"), "home", "work"),
    CHAT("JABBERID", Forms.OWN_TEXT, "impp", Forms.uri("xmpp:")),
    ZONE("TZ", Forms.OWN_TEXT, "tz", Forms.child("text", "utc-offset")),
    PLACE("GEO", Forms.parts("LAT", "LON"), "geo", Forms.PLACE),
    TITLE("TITLE", Forms.OWN_TEXT, "title", Forms.child("text")),
    ROLE("ROLE", Forms.OWN_TEXT, "role", Forms.child("text")),
    LOGO("LOGO", Forms.MEDIUM, "logo", Forms.uri("")),
    SOUND("SOUND", Forms.MEDIUM, "sound", Forms.uri("")),
    ORGANISATION("ORG", Forms.child("ORGNAME"), "org", Forms.child("text")),
    CATEGORIES("CATEGORIES", Forms.list("KEYWORD"), "categories", Forms.list("text")),
    /// What vcard-temp says in `DESC` and in `NOTE` is one property of vCard4; it goes back to
    /// where clients look for it.
    ABOUT("DESC", Forms.OWN_TEXT, "note", Forms.child("text")),
    PRODUCT("PRODID", Forms.OWN_TEXT, "prodid", Forms.child("text")),
    ID("UID", Forms.OWN_TEXT, "uid", Forms.child("uri", "text")),
    PAGE("URL", Forms.OWN_TEXT, "url", Forms.child("uri", "text")),
    KEY("KEY", Forms.child("CRED"), "key", Forms.child("text"));

    private final String old;
    private final Form oldForm;
    private final String now;
    private final Form nowForm;
    private final Set<String> types;

    Kind(String old, Form oldForm, String now, Form nowForm, String... types) {
        this.old = old;
        this.oldForm = oldForm;
        this.now = now;
        this.nowForm = nowForm;
        this.types = Set.of(types);
    }

    /// Its element in vcard-temp.
    String old() {
        return old;
    }

    Form oldForm() {
        return oldForm;
    }

    /// Its element in vCard4.
    String now() {
        return now;
    }

    Form nowForm() {
        return nowForm;
    }

    /// Those that it may have, beside `pref` where it may have any.
    Set<String> types() {
        return types;
    }

    static Optional<Kind> ofOld(String element) {
        return element.equals("NOTE")
                ? Optional.of(ABOUT)
                : Arrays.stream(values()).filter(kind -> kind.old.equals(element)).findFirst();
    }

    static Optional<Kind> ofNow(String element) {
        return Arrays.stream(values()).filter(kind -> kind.now.equals(element)).findFirst();
    }
}
