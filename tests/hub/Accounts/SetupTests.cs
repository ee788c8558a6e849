using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class SetupTests
{
    private static readonly Grant Viewer = new(Role.Viewer), Administrator = new(Role.Administrator);
    private static readonly SetupForm Form = new("Admin", "Người quản trị", AccountsHub.Password);

    [Fact]
    public async Task The_first_link_makes_the_administrator_who_must_set_up_a_second_factor()
    {
        await using var hub = AccountsHub.Start();
        var early = await hub.Links.MakeFirstAsync(Actor.Hub, default);
        var link = await hub.Links.MakeFirstAsync(Actor.Local, default);
        Assert.Equal("/setup/" + link.Token, link.Path);
        Assert.Null(hub.Links.Look(early.Token));
        Assert.Equal(LinkPurpose.First, hub.Links.Look(link.Token)!.Purpose);
        var signIn = await hub.Setup.SetUpAsync(link.Token, Form, AccountsHub.Office, default);
        Assert.Equal(SessionStage.FactorMissing, signIn.Session!.Stage);
        var admin = Assert.Single(hub.People.All);
        Assert.Equal(("admin", "Người quản trị"), (admin.Name, admin.DisplayName));
        Assert.Equal([Administrator], admin.Grants);
        Assert.Null(hub.Links.Look(link.Token));
        await Assert.ThrowsAsync<AccountException>(() => hub.Links.MakeFirstAsync(Actor.Local, default));
    }

    [Fact]
    public async Task A_link_used_twice_at_once_makes_one_person()
    {
        await using var hub = AccountsHub.Start();
        var link = await hub.Links.MakeFirstAsync(Actor.Hub, default);
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i => await Xunit.Record.ExceptionAsync(
            () => hub.Setup.SetUpAsync(link.Token, Form with { Name = $"admin-{i}" }, AccountsHub.Office, default))));
        Assert.Single(tries, static problem => problem is null);
        Assert.All(tries.OfType<Exception>(), static problem => Assert.IsType<AccountException>(problem));
        var admin = Assert.Single(hub.People.All);
        Assert.Equal([Administrator], admin.Grants);
        Assert.Equal(1, hub.Sessions.Count);
    }

    [Fact]
    public async Task An_invitation_sets_the_password_once_and_within_a_day()
    {
        await using var hub = AccountsHub.Start();
        var (person, link) = await hub.Desk.InviteAsync(
            AccountsHub.Operator, new Invitation("Viewer", null, [Viewer]), default);
        Assert.False(person.HasPassword);
        Assert.Equal("viewer", hub.Links.Look(link.Token)!.Person!.Name);
        var refusal = await Assert.ThrowsAsync<AccountException>(() => hub.Setup.SetUpAsync(
            link.Token, Form with { Password = "123456789012" }, AccountsHub.Office, default));
        Assert.True(refusal.IsMalformed);
        var signIn = await hub.Setup.SetUpAsync(link.Token, Form, AccountsHub.Office, default);
        Assert.Equal((SessionStage.Full, person.Id), (signIn.Session!.Stage, signIn.Session.Person));
        Assert.Equal("viewer", hub.People.Find(person.Id)!.Name);
        await Assert.ThrowsAsync<AccountException>(
            () => hub.Setup.SetUpAsync(link.Token, Form, AccountsHub.Office, default));
        var (_, late) = await hub.Desk.InviteAsync(
            AccountsHub.Operator, new Invitation("late", null, [Viewer]), default);
        hub.Time.Advance(TimeSpan.FromHours(24));
        Assert.Null(hub.Links.Look(late.Token));
        await Assert.ThrowsAsync<AccountException>(
            () => hub.Setup.SetUpAsync(late.Token, Form, AccountsHub.Office, default));
    }

    [Fact]
    public async Task After_a_reset_nothing_that_was_known_signs_in_and_the_link_does()
    {
        await using var hub = AccountsHub.Start();
        var (person, secret, codes) = await hub.AddWithFactorAsync("manager", new Grant(Role.SiteManager));
        var session = await hub.SignInAsync("manager", secret);
        var link = await hub.Desk.ResetAsync(AccountsHub.Operator, "manager", default);
        Assert.True(session.Ended.IsCancellationRequested);
        Assert.False((await hub.SignInAsync("manager")).IsDone);
        var after = hub.People.Find(person.Id)!;
        Assert.Equal((false, false, 0), (after.HasPassword, after.HasFactor, after.RecoveryCodes));
        Assert.Equal(person.Grants, after.Grants);
        var signIn = await hub.Setup.SetUpAsync(link.Token, Form, AccountsHub.Office, default);
        Assert.Equal(SessionStage.FactorMissing, signIn.Session!.Stage);
        Assert.NotEmpty(codes);
    }

    [Fact]
    public async Task An_account_of_a_provider_takes_the_place_of_a_password_and_is_one_persons()
    {
        await using var hub = AccountsHub.Start();
        var identities = hub.Get<ExternalIdentities>();
        var (first, link) = await hub.Desk.InviteAsync(
            AccountsHub.Operator, new Invitation("one", null, [Viewer]), default);
        var (_, other) = await hub.Desk.InviteAsync(
            AccountsHub.Operator, new Invitation("two", null, [Viewer]), default);
        Assert.True((await hub.Setup.SetUpByIdentityAsync(
            link.Token, "https://login.example", "subject-1", AccountsHub.Office, default)).IsDone);
        await Assert.ThrowsAsync<AccountException>(() => hub.Setup.SetUpByIdentityAsync(
            other.Token, "https://login.example", "subject-1", AccountsHub.Office, default));
        // What was refused has used nothing up.
        Assert.NotNull(hub.Links.Look(other.Token));
        Assert.Equal(first.Id, identities.Find("https://login.example", "subject-1")!.Id);
        var signIn = await hub.SignIns.ByIdentityAsync(
            "https://login.example", "subject-1", AccountsHub.Office, default);
        Assert.Equal(first.Id, signIn.Session!.Person);
        Assert.False((await hub.SignIns.ByIdentityAsync(
            "https://login.example", "subject-2", AccountsHub.Office, default)).IsDone);
        await Assert.ThrowsAsync<AccountException>(() => identities.UnlinkAsync(
            signIn.Session, "https://login.example", AccountsHub.Office, default));
    }

    [Fact]
    public async Task A_link_of_the_operator_signs_a_browser_in_once_within_two_minutes()
    {
        await using var hub = AccountsHub.Start();
        var link = await hub.Links.MakeOpenAsync(Actor.Local, default);
        var other = await hub.Links.MakeOpenAsync(Actor.Local, default);
        Assert.Equal("/open/" + link.Token, link.Path);
        await Assert.ThrowsAsync<AccountException>(
            () => hub.Setup.SetUpAsync(link.Token, Form, AccountsHub.Office, default));
        var signIn = await hub.SignIns.OpenAsync(link.Token, AccountsHub.Office, default);
        Assert.Null(signIn.Session!.Person);
        Assert.Same(signIn.Session, hub.Sessions.Find(signIn.Id));
        await Assert.ThrowsAsync<AccountException>(
            () => hub.SignIns.OpenAsync(link.Token, AccountsHub.Office, default));
        hub.Time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<AccountException>(
            () => hub.SignIns.OpenAsync(other.Token, AccountsHub.Office, default));
        Assert.Equal(["local link_made", "local link_made", "local link_opened"], hub.Acts());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Nguyễn Văn A")]
    [InlineData("a b")]
    [InlineData("a@b")]
    [InlineData("a@@example.vn")]
    [InlineData("а.nguyen")] // the first letter is Cyrillic
    [InlineData("a\nb")]
    [InlineData("<script>")]
    [InlineData(null)]
    public void What_cannot_be_told_apart_or_typed_is_no_name(string? name) =>
        Assert.Throws<AccountException>(() => PersonName.Read(name));
}
