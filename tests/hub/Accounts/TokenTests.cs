using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class TokenTests
{
    private static readonly Grant Viewer = new(Role.Viewer);

    [Fact]
    public async Task A_token_is_good_until_its_day_and_its_text_is_nowhere()
    {
        await using var hub = AccountsHub.Start();
        var made = await hub.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder("report", Viewer, 10), default);
        Assert.Matches("^ci_[a-z2-7]{56}$", made.Text);
        Assert.Equal("report", hub.Tokens.Find(made.Text)!.Name);
        Assert.DoesNotContain(made.Text, made.ToString(), StringComparison.Ordinal);
        var end = hub.Tokens.EndOf(made.Token);
        hub.Time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        hub.Tokens.Sweep();
        Assert.NotNull(hub.Tokens.Find(made.Text));
        Assert.False(end.IsCancellationRequested);
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        hub.Tokens.Sweep();
        Assert.Null(hub.Tokens.Find(made.Text));
        Assert.True(end.IsCancellationRequested);
        Assert.Single(hub.Tokens.VisibleTo(AccountsHub.Operator));
    }

    [Fact]
    public void Every_letter_of_a_token_counts_and_a_wrong_one_is_seen_without_asking_anybody()
    {
        var text = TokenText.Make();
        Assert.NotNull(TokenText.HashOf(text));
        for (var i = 0; i < text.Length; i++)
            Assert.Null(TokenText.HashOf(text[..i] + (text[i] == 'a' ? 'b' : 'a') + text[(i + 1)..]));
        Assert.Null(TokenText.HashOf(text + "a"));
        Assert.Null(TokenText.HashOf(text.ToUpperInvariant()));
        Assert.Null(TokenText.HashOf(""));
    }

    [Theory]
    [InlineData("Report", 90)]
    [InlineData("", 90)]
    [InlineData(null, 90)]
    [InlineData("report", 0)]
    [InlineData("report", 367)]
    public async Task A_token_has_a_plain_name_and_an_end(string? name, int days)
    {
        await using var hub = AccountsHub.Start();
        var refusal = await Assert.ThrowsAsync<AccountException>(
            () => hub.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder(name, Viewer, days), default));
        Assert.True(refusal.IsMalformed);
    }

    [Fact]
    public async Task A_withdrawn_token_is_good_no_more_at_once_and_its_name_is_free()
    {
        await using var hub = AccountsHub.Start();
        var made = await hub.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder("report", Viewer), default);
        await Assert.ThrowsAsync<AccountException>(
            () => hub.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder("report", Viewer), default));
        var end = hub.Tokens.EndOf(made.Token);
        await hub.Tokens.WithdrawAsync(AccountsHub.Operator, "report", default);
        Assert.Null(hub.Tokens.Find(made.Text));
        Assert.True(end.IsCancellationRequested);
        await hub.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder("report", Viewer), default);
        Assert.Null(hub.Tokens.Find(made.Text));
        Assert.Equal(
            ["local token_made report", "local token_withdrawn report", "local token_made report"], hub.Acts());
    }

    [Fact]
    public async Task A_person_makes_tokens_of_what_he_may_himself_and_they_go_with_it()
    {
        await using var first = AccountsHub.Start();
        await using var hub = await first.WithNodesAsync();
        var technician = new Grant(Role.Technician, "tinh-a");
        await hub.AddAsync("a.tran", technician, new Grant(Role.Viewer, "xa-b"));
        await hub.AddAsync("b.le", new Grant(Role.Viewer, "xa-b"));
        var caller = hub.CallerOf("a.tran");
        await RefusedAsync("more", new Grant(Role.Administrator, "tinh-a"));
        await RefusedAsync("more", new Grant(Role.Technician, "xa-b"));
        await RefusedAsync("more", Viewer);
        await RefusedAsync("more", new Grant(Role.Viewer, "tinh-b"));
        var below = await MakeAsync("below", new Grant(Role.Technician, "xa-a"));
        var look = await MakeAsync("look", new Grant(Role.Viewer, "xa-a"));
        var there = await MakeAsync("there", new Grant(Role.Viewer, "xa-b"));
        Assert.Empty(hub.Tokens.VisibleTo(hub.CallerOf("b.le")));
        Assert.Equal(["below", "look", "there"], hub.Tokens.VisibleTo(caller).Select(static token => token.Name));
        await hub.Desk.WithdrawAsync(AccountsHub.Operator, "a.tran", technician, default);
        Assert.Null(hub.Tokens.Find(below.Text));
        Assert.Null(hub.Tokens.Find(look.Text));
        Assert.NotNull(hub.Tokens.Find(there.Text));
        await hub.Desk.RemoveAsync(AccountsHub.Operator, "a.tran", default);
        Assert.Null(hub.Tokens.Find(there.Text));

        Task<NewToken> MakeAsync(string name, Grant grant) =>
            hub.Tokens.MakeAsync(caller, new TokenOrder(name, grant), default);

        async Task RefusedAsync(string name, Grant grant) =>
            await Assert.ThrowsAsync<AccountException>(() => MakeAsync(name, grant));
    }

    [Fact]
    public async Task A_token_makes_no_tokens()
    {
        await using var hub = AccountsHub.Start();
        var caller = AccountsHub.Operator with { Kind = CallerKind.Token };
        var refusal = await Assert.ThrowsAsync<AccountException>(
            () => hub.Tokens.MakeAsync(caller, new TokenOrder("child", Viewer), default));
        Assert.True(refusal.IsForbidden);
    }

    [Fact]
    public async Task When_a_token_was_last_used_is_seen_at_once_and_written_in_bulk()
    {
        await using var first = AccountsHub.Start();
        var made = await first.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder("report", Viewer), default);
        Assert.Null(first.Tokens.VisibleTo(AccountsHub.Operator)[0].UsedAt);
        for (var i = 0; i < 100; i++)
            first.Tokens.Find(made.Text);
        Assert.Equal(first.Time.GetUtcNow(), first.Tokens.VisibleTo(AccountsHub.Operator)[0].UsedAt);
        await first.Tokens.FlushAsync(default);
        Assert.Equal(first.Time.GetUtcNow(), first.Tokens.VisibleTo(AccountsHub.Operator)[0].UsedAt);
        Assert.False(first.Tokens.EndOf(made.Token).IsCancellationRequested);
        await using var hub = await first.RestartAsync();
        Assert.Equal(hub.Time.GetUtcNow(), hub.Tokens.VisibleTo(AccountsHub.Operator)[0].UsedAt);
    }
}
