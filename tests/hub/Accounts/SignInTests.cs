using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class SignInTests
{
    private static readonly Grant Viewer = new(Role.Viewer), There = new(Role.Viewer, "xa-a"), Manager = new(Role.SiteManager);

    [Fact]
    public async Task Who_only_looks_is_signed_in_by_his_password_and_who_does_more_must_have_a_second_factor()
    {
        await using var hub = await AccountsHub.Start().WithNodesAsync();
        await hub.AddAsync("viewer", Viewer, There);
        await hub.AddAsync("manager", Manager);
        Assert.Equal(SessionStage.Full, (await hub.SignInAsync("VIEWER ")).Session!.Stage);
        Assert.Equal(SessionStage.FactorMissing, (await hub.SignInAsync("manager")).Session!.Stage);
        Assert.NotNull(hub.People.Find("viewer")!.SignedInAt);
        Assert.Null(hub.People.Find("manager")!.SignedInAt);
        await using var strict = AccountsHub.Start(("Accounts:SecondFactor", "Everyone"));
        await strict.AddAsync("viewer", Viewer);
        Assert.Equal(SessionStage.FactorMissing, (await strict.SignInAsync("viewer")).Session!.Stage);
    }

    [Fact]
    public async Task A_generator_is_set_up_by_a_code_of_it_and_asked_for_from_then_on()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("manager", Manager);
        var (missing, id) = await BeginAsync(hub, "manager");
        var offer = hub.Factors.Offer(missing);
        Assert.Equal(offer, hub.Factors.Offer(missing));
        var secret = missing.TotpOffer!;
        await Assert.ThrowsAsync<AccountException>(() => hub.Factors.ConfirmAsync(
            missing, hub.CodeOf(secret, steps: 5), AccountsHub.Office, default));
        var set = await hub.Factors.ConfirmAsync(missing, hub.CodeOf(secret), AccountsHub.Office, default);
        Assert.Equal(RecoveryCodes.Count, set.RecoveryCodes!.Distinct().Count());
        // The same browser goes on under another id; the old one opens nothing.
        Assert.Equal((SessionStage.Full, true), (set.SignIn!.Session!.Stage, missing.Ended.IsCancellationRequested));
        Assert.Null(hub.Sessions.Find(id));
        Assert.Same(set.SignIn.Session, hub.Sessions.Find(set.SignIn.Id));
        Assert.Equal(SessionStage.FactorWanted, (await hub.SignInAsync("manager")).Session!.Stage);
        var manager = hub.People.Find("manager")!;
        Assert.Equal((true, RecoveryCodes.Count), (manager.HasTotp, manager.RecoveryCodes));
    }

    [Fact]
    public async Task A_code_is_good_once_also_for_two_browsers_at_the_same_moment()
    {
        await using var hub = AccountsHub.Start();
        var (_, secret, _) = await hub.AddWithFactorAsync("manager", Manager);
        // The one that confirmed it is used up too.
        var first = await hub.SignInAsync("manager");
        var replay = await hub.SignIns.ConfirmAsync(first.Session!, hub.CodeOf(secret), AccountsHub.Office, default);
        Assert.Equal(SignInOutcome.Refused, replay.Outcome);
        hub.Time.Advance(TimeSpan.FromSeconds(30));
        var second = await hub.SignInAsync("manager");
        var both = await Task.WhenAll(new[] { first, second }.Select(
            pending => hub.SignIns.ConfirmAsync(pending.Session!, hub.CodeOf(secret), AccountsHub.Office, default)));
        Assert.Single(both, static signIn => signIn.IsDone);
        hub.Time.Advance(TimeSpan.FromSeconds(30));
        var third = await hub.SignInAsync("manager");
        // One of a step before the last that was used is a replay, however near.
        Assert.False((await hub.SignIns.ConfirmAsync(
            third.Session!, hub.CodeOf(secret, -1), AccountsHub.Office, default)).IsDone);
        Assert.True((await hub.SignIns.ConfirmAsync(
            third.Session!, hub.CodeOf(secret), AccountsHub.Office, default)).IsDone);
    }

    [Fact]
    public async Task A_recovery_code_is_good_once_however_it_is_typed_and_its_owner_alone_has_it()
    {
        await using var hub = AccountsHub.Start();
        var (_, _, codes) = await hub.AddWithFactorAsync("manager", Manager);
        await hub.AddWithFactorAsync("other", Manager);
        var stranger = await hub.SignInAsync("other");
        Assert.False((await hub.SignIns.ConfirmAsync(stranger.Session!, codes[0], AccountsHub.Office, default)).IsDone);
        var pending = await hub.SignInAsync("manager");
        var typed = codes[0].ToUpperInvariant().Replace('-', ' ');
        Assert.True((await hub.SignIns.ConfirmAsync(pending.Session!, typed, AccountsHub.Office, default)).IsDone);
        Assert.Equal(RecoveryCodes.Count - 1, hub.People.Find("manager")!.RecoveryCodes);
        pending = await hub.SignInAsync("manager");
        Assert.False((await hub.SignIns.ConfirmAsync(pending.Session!, codes[0], AccountsHub.Office, default)).IsDone);
        var rows = hub.Store.Read(static db =>
        {
            using var row = db.Prepare("SELECT count(*) FROM recovery_code WHERE hash IS NOT NULL");
            row.Step();
            return row.Int64(0);
        });
        Assert.Equal(2 * RecoveryCodes.Count - 1, rows);
    }

    [Fact]
    public async Task Whom_nobody_knows_who_has_no_password_and_who_is_wrong_are_answered_alike_and_wait_alike()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("known", Viewer);
        await hub.Desk.InviteAsync(AccountsHub.Operator, new Invitation("invited", null, [Viewer]), default);
        (string, string)[] all = [("known", "192.0.2.1"), ("nobody", "192.0.2.2"), ("invited", "192.0.2.3")];
        foreach (var (name, address) in all)
        {
            var origin = new Origin(address);
            for (var i = 0; i < Lockouts.FreeOfName; i++)
                Assert.Equal(SignIn.Refused, await hub.SignInAsync(name, "a wrong password", origin));
            var waits = await hub.SignInAsync(name, AccountsHub.Password, origin);
            Assert.Equal(new SignIn(SignInOutcome.Wait, Wait: TimeSpan.FromSeconds(1)), waits);
        }
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await hub.SignInAsync("known")).IsDone);
        Assert.True((await hub.SignInAsync("known", from: new Origin("192.0.2.1"))).IsDone);
    }

    [Fact]
    public async Task Codes_cannot_be_guessed_and_who_guesses_locks_nobodys_password()
    {
        await using var hub = AccountsHub.Start();
        var (_, secret, _) = await hub.AddWithFactorAsync("manager", Manager);
        var pending = await hub.SignInAsync("manager");
        for (var i = 0; i < Lockouts.FreeOfName; i++)
        {
            var wrong = await hub.SignIns.ConfirmAsync(pending.Session!, "000000", AccountsHub.Office, default);
            Assert.Equal(SignInOutcome.Refused, wrong.Outcome);
        }
        hub.Time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(SignInOutcome.Wait, (await hub.SignIns.ConfirmAsync(
            pending.Session!, hub.CodeOf(secret, 1), AccountsHub.Office, default)).Outcome);
        Assert.True((await hub.SignInAsync("manager")).IsDone);
    }

    [Fact]
    public async Task An_old_hash_is_made_anew_when_its_password_comes()
    {
        await using var hub = AccountsHub.Start();
        var person = await hub.AddAsync("viewer", Viewer);
        using var old = new PasswordHashes(500);
        var hash = await old.HashAsync(AccountsHub.Password, default);
        await hub.Store.WriteAsync(db => PersonRows.SetPassword(db, person.Id, hash), default);
        Assert.False((await hub.SignInAsync("viewer", "a wrong password")).IsDone);
        Assert.Equal(hash, Kept(hub, person));
        Assert.True((await hub.SignInAsync("viewer")).IsDone);
        Assert.NotEqual(hash, Kept(hub, person));
        Assert.True((await hub.SignInAsync("viewer")).IsDone);
    }

    [Fact]
    public async Task A_password_that_is_changed_while_it_is_looked_at_signs_nobody_in()
    {
        await using var hub = AccountsHub.Start();
        var person = await hub.AddAsync("viewer", Viewer);
        var proof = await hub.Get<Proofs>().ByPasswordAsync(
            "viewer", person, AccountsHub.Password, AccountsHub.Office, default);
        await hub.Desk.ResetAsync(AccountsHub.Operator, "viewer", default);
        var late = await hub.SignIns.BeginAsync(
            person, SignInDesk.Full, AccountsHub.Office, proof.Holds!, "password", null, default);
        Assert.Equal(SignInOutcome.Refused, late.Outcome);
        Assert.Empty(hub.Sessions.Of(person.Id));
    }

    [Fact]
    public async Task Without_its_key_a_generator_is_refused_and_a_recovery_code_is_not()
    {
        await using var first = AccountsHub.Start();
        var (_, secret, codes) = await first.AddWithFactorAsync("manager", Manager);
        var key = Path.Combine(first.Folder, "keys", FactorKey.FileName);
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(key) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var database = await File.ReadAllBytesAsync(Path.Combine(first.Folder, "hub.db-wal"));
        Assert.Equal(-1, database.AsSpan().IndexOf(secret));
        File.Delete(key);
        await using var hub = await first.RestartAsync();
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        var pending = await hub.SignInAsync("manager");
        Assert.False((await hub.SignIns.ConfirmAsync(
            pending.Session!, hub.CodeOf(secret), AccountsHub.Office, default)).IsDone);
        Assert.Contains(hub.Logged.Lines, line => line.Contains("cannot be read", StringComparison.Ordinal));
        Assert.True((await hub.SignIns.ConfirmAsync(pending.Session!, codes[3], AccountsHub.Office, default)).IsDone);
    }

    [Fact]
    public async Task Names_are_in_the_audit_and_never_in_the_log()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddWithFactorAsync("b.tran@example.vn", Manager);
        await hub.SignInAsync("b.tran@example.vn", "a wrong password");
        await hub.Get<RefusalLedger>().FlushAsync(all: true, default);
        string[] expected =
        [
            "local person_invited b.tran@example.vn", "person:b.tran@example.vn person_set_up b.tran@example.vn",
            "person:b.tran@example.vn factor_set_up", "person:b.tran@example.vn signed_in",
            "nobody sign_in_refused b.tran@example.vn",
        ];
        Assert.Equal(expected, hub.Acts());
        Assert.DoesNotContain(hub.Logged.Lines, line => line.Contains("b.tran", StringComparison.Ordinal));
    }

    private static async Task<(Session Session, string Id)> BeginAsync(AccountsHub hub, string name)
    {
        var signIn = await hub.SignInAsync(name);
        return (signIn.Session!, signIn.Id!);
    }

    private static string? Kept(AccountsHub hub, Person person) =>
        hub.Store.Read(db => PersonRows.Secrets(db, person.Id))!.Password;
}
