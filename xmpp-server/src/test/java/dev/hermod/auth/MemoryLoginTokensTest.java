package dev.hermod.auth;

import java.util.UUID;

class MemoryLoginTokensTest implements LoginTokensContract {
    private final MemoryLoginTokens tokens = new MemoryLoginTokens();

    @Override
    public LoginTokens tokens() {
        return tokens;
    }

    @Override
    public String newAccount() {
        return UUID.randomUUID() + "@example.org";
    }
}
