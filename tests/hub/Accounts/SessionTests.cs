using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class SessionTests
{
    private static readonly Grant Viewer = new(Role.Viewer), There = new(Role.Viewer, "xa-a");

    [Fact]
    public async Task A_session_ends_when_nobody_uses_it_and_after_its_longest_time_even_when_somebody_does()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("viewer", Viewer);
        var (left, used) = (await hub.SignInAsync("viewer"), await hub.SignInAsync("viewer"));
        for (var minutes = 0; minutes < 12 * 60; minutes += 20)
        {
            Assert.NotNull(hub.Sessions.Find(used.Id));
            hub.Time.Advance(TimeSpan.FromMinutes(20));
        }
        Assert.Null(hub.Sessions.Find(left.Id));
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(hub.Sessions.Find(used.Id));
        Assert.True(used.Session!.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task What_still_runs_for_a_session_hears_of_its_end_without_asking()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("viewer", Viewer);
        var session = (await hub.SignInAsync("viewer")).Session!;
        var ended = new TaskCompletionSource();
        await using var registration = session.Ended.Register(ended.SetResult);
        hub.Time.Advance(TimeSpan.FromMinutes(30));
        hub.Sessions.Sweep();
        Assert.False(ended.Task.IsCompleted);
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        hub.Sessions.Sweep();
        Assert.True(ended.Task.IsCompleted);
    }

    [Fact]
    public async Task Who_comes_with_no_second_factor_has_ten_minutes()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddWithFactorAsync("manager", new Grant(Role.Technician));
        var pending = await hub.SignInAsync("manager");
        hub.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull(hub.Sessions.Find(pending.Id));
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(hub.Sessions.Find(pending.Id));
    }

    [Theory]
    [InlineData("signs out")]
    [InlineData("is removed")]
    [InlineData("gets a role")]
    [InlineData("loses a role")]
    [InlineData("is reset")]
    [InlineData("is signed out")]
    [InlineData("changes the password")]
    public async Task Sessions_end_at_once_when_somebody(string what)
    {
        await using var hub = await AccountsHub.Start().WithNodesAsync();
        await hub.AddAsync("viewer", Viewer, There);
        await hub.AddAsync("other", Viewer);
        var (here, there) = ((await hub.SignInAsync("viewer")).Session!, (await hub.SignInAsync("viewer")).Session!);
        var other = (await hub.SignInAsync("other")).Session!;
        await DoAsync(hub, what, here);
        Assert.True(here.Ended.IsCancellationRequested);
        Assert.Equal(what != "signs out", there.Ended.IsCancellationRequested);
        Assert.False(other.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Another_password_begins_a_new_session_where_it_was_changed_and_needs_the_one_before()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("viewer", Viewer);
        var session = (await hub.SignInAsync("viewer")).Session!;
        var wrong = await hub.Setup.ChangePasswordAsync(
            session, "something else", "một mật khẩu mới", AccountsHub.Office, default);
        Assert.Equal(SignInOutcome.Refused, wrong.Outcome);
        Assert.False(session.Ended.IsCancellationRequested);
        var changed = await hub.Setup.ChangePasswordAsync(
            session, AccountsHub.Password, "một mật khẩu mới", AccountsHub.Office, default);
        Assert.Same(changed.Session, hub.Sessions.Find(changed.Id));
        Assert.False((await hub.SignInAsync("viewer")).IsDone);
        Assert.True((await hub.SignInAsync("viewer", "một mật khẩu mới")).IsDone);
    }

    [Fact]
    public async Task A_proof_grows_old_and_is_given_again_by_password_or_code()
    {
        await using var hub = AccountsHub.Start();
        var (_, secret, _) = await hub.AddWithFactorAsync("manager", new Grant(Role.Technician));
        var session = await hub.SignInAsync("manager", secret);
        Assert.True(hub.Sessions.IsFresh(session));
        hub.Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        Assert.False(hub.Sessions.IsFresh(session));
        Assert.False((await hub.SignIns.ProveAsync(
            session, "a wrong password", null, AccountsHub.Office, default)).IsDone);
        Assert.False((await hub.SignIns.ProveAsync(session, null, "000000", AccountsHub.Office, default)).IsDone);
        Assert.False(hub.Sessions.IsFresh(session));
        Assert.True((await hub.SignIns.ProveAsync(
            session, null, hub.CodeOf(secret), AccountsHub.Office, default)).IsDone);
        Assert.True(hub.Sessions.IsFresh(session));
        hub.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.True((await hub.SignIns.ProveAsync(
            session, AccountsHub.Password, null, AccountsHub.Office, default)).IsDone);
        Assert.True(hub.Sessions.IsFresh(session));
    }

    [Fact]
    public async Task Somebody_sees_his_own_sessions_and_ends_one_of_them()
    {
        await using var hub = AccountsHub.Start();
        var viewer = await hub.AddAsync("viewer", Viewer);
        hub.Sessions.EndAll(viewer.Id);
        var here = (await hub.SignInAsync("viewer", from: new Origin("192.0.2.1", "one"))).Session!;
        var there = (await hub.SignInAsync("viewer", from: new Origin("192.0.2.2", "two"))).Session!;
        Assert.Equal(
            [("192.0.2.2", "two", false), ("192.0.2.1", "one", true)],
            hub.Sessions.Of(viewer.Id, here).Select(sight => (sight.From!, sight.Browser!, sight.IsThis)));
        await hub.SignIns.EndAsync(here, there.Number, AccountsHub.Office, default);
        Assert.True(there.Ended.IsCancellationRequested);
        await hub.AddAsync("other", Viewer);
        var other = (await hub.SignInAsync("other")).Session!;
        await Assert.ThrowsAsync<AccountException>(
            () => hub.SignIns.EndAsync(other, here.Number, AccountsHub.Office, default));
    }

    [Fact]
    public async Task The_oldest_of_very_many_sessions_of_one_person_goes()
    {
        await using var hub = AccountsHub.Start();
        var viewer = await hub.AddAsync("viewer", Viewer);
        hub.Sessions.EndAll(viewer.Id);
        var first = (await hub.SignInAsync("viewer")).Session!;
        for (var i = 0; i < SessionBook.MostOfOne; i++)
            await hub.SignInAsync("viewer");
        Assert.True(first.Ended.IsCancellationRequested);
        Assert.Equal(SessionBook.MostOfOne, hub.Sessions.Count);
    }

    [Fact]
    public async Task A_restart_keeps_people_factors_tokens_and_links_and_ends_all_sessions()
    {
        await using var first = AccountsHub.Start();
        var (person, secret, codes) = await first.AddWithFactorAsync("manager", new Grant(Role.SiteManager));
        var id = (await first.SignIns.ConfirmAsync(
            (await first.SignInAsync("manager")).Session!, codes[0], AccountsHub.Office, default)).Id;
        Assert.NotNull(first.Sessions.Find(id));
        var token = await first.Tokens.MakeAsync(AccountsHub.Operator, new TokenOrder("report", Viewer), default);
        var (_, link) = await first.Desk.InviteAsync(
            AccountsHub.Operator, new Invitation("viewer", null, [Viewer]), default);
        var before = first.People.Find("manager")!;
        await using var hub = await first.RestartAsync();
        // Nothing of a session is in any file, so no copy of one brings it back.
        Assert.Null(hub.Sessions.Find(id));
        Assert.Equal(before with { Grants = [] }, hub.People.Find("manager")! with { Grants = [] });
        Assert.Equal(person.Grants, hub.People.Find("manager")!.Grants);
        Assert.NotNull(hub.Tokens.Find(token.Text));
        Assert.NotNull(hub.Links.Look(link.Token));
        // A code that was used before is used.
        var pending = await hub.SignInAsync("manager");
        Assert.False((await hub.SignIns.ConfirmAsync(
            pending.Session!, hub.CodeOf(secret), AccountsHub.Office, default)).IsDone);
        Assert.False((await hub.SignIns.ConfirmAsync(pending.Session!, codes[0], AccountsHub.Office, default)).IsDone);
        Assert.True((await hub.SignIns.ConfirmAsync(pending.Session!, codes[1], AccountsHub.Office, default)).IsDone);
    }

    private static Task DoAsync(AccountsHub hub, string what, Session session) => what switch
    {
        "signs out" => hub.SignIns.SignOutAsync(session, AccountsHub.Office, default),
        "is removed" => hub.Desk.RemoveAsync(AccountsHub.Operator, "viewer", default),
        "gets a role" => hub.Desk.GrantAsync(AccountsHub.Operator, "viewer", new Grant(Role.Auditor), default),
        "loses a role" => hub.Desk.WithdrawAsync(AccountsHub.Operator, "viewer", There, default),
        "is reset" => hub.Desk.ResetAsync(AccountsHub.Operator, "viewer", default),
        "is signed out" => hub.Desk.EndSessionsAsync(AccountsHub.Operator, "viewer", default),
        _ => hub.Setup.ChangePasswordAsync(
            session, AccountsHub.Password, "một mật khẩu mới", AccountsHub.Office, default),
    };
}
