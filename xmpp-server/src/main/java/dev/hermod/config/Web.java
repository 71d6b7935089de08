package dev.hermod.config;

import java.util.List;

/// How browsers and the like come in by HTTP.
///
/// @param publicUrl where clients reach the listeners `http` and `https`, without a slash at its
///   end; empty where it is as each request says
/// @param origins whose pages may connect, as browsers write them; none for all
public record Web(String publicUrl, List<String> origins) {

    static Web read(Section section) {
        return new Web(
                section.value("public-url", "", Formats.PUBLIC_URL),
                section.values("origins", List.of(), Formats.ORIGIN));
    }
}
