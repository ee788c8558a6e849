using CheckIn.Hub.Accounts;
using CheckIn.Hub.Tests.Sites;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class AccountDeskTests
{
    private static readonly Grant Viewer = new(Role.Viewer), Administrator = new(Role.Administrator);

    [Fact]
    public async Task The_last_administrator_who_can_sign_in_stays()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("one", Administrator);
        await hub.AddAsync("scoped", new Grant(Role.Viewer));
        await hub.Desk.InviteAsync(AccountsHub.Operator, new Invitation("two", null, [Administrator]), default);
        // Who was invited and has not come could be nobody.
        await RefusedAsync(() => hub.Desk.RemoveAsync(AccountsHub.Operator, "one", default));
        await RefusedAsync(() => hub.Desk.WithdrawAsync(AccountsHub.Operator, "one", Administrator, default));
        await hub.Desk.RemoveAsync(AccountsHub.Operator, "two", default);
        await hub.AddAsync("three", Administrator);
        await hub.Desk.WithdrawAsync(AccountsHub.Operator, "one", Administrator, default);
        await RefusedAsync(() => hub.Desk.RemoveAsync(AccountsHub.Operator, "three", default));
        await hub.Desk.RemoveAsync(AccountsHub.Operator, "one", default);
        Assert.Equal(["scoped", "three"], hub.People.All.Select(static person => person.Name));
    }

    [Fact]
    public async Task Of_two_administrators_who_remove_each_other_at_once_one_stays()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("one", Administrator);
        await hub.AddAsync("two", Administrator);
        var tries = await Task.WhenAll(
            Xunit.Record.ExceptionAsync(() => hub.Desk.RemoveAsync(hub.CallerOf("one"), "two", default)),
            Xunit.Record.ExceptionAsync(() => hub.Desk.RemoveAsync(hub.CallerOf("two"), "one", default)));
        Assert.Single(tries, static problem => problem is null);
        Assert.Single(hub.People.All);
    }

    [Fact]
    public async Task Who_administers_a_node_sees_and_gives_what_is_within_it_and_nothing_else_is_there_for_him()
    {
        await using var first = AccountsHub.Start();
        await using var hub = await first.WithNodesAsync();
        await hub.AddAsync("admin-a", new Grant(Role.Administrator, "tinh-a"));
        await hub.AddAsync("guard-a", new Grant(Role.Guard, "xa-a"));
        await hub.AddAsync("guard-b", new Grant(Role.Guard, "xa-b"));
        await hub.AddAsync("both", new Grant(Role.Viewer, "xa-a"), new Grant(Role.Technician, "xa-b"));
        await hub.AddAsync("all", Viewer);
        var admin = hub.CallerOf("admin-a");
        Assert.Equal(
            ["admin-a administrator tinh-a", "both viewer xa-a", "guard-a guard xa-a"],
            hub.Desk.VisibleTo(admin).Select(person => $"{person.Name} {string.Join(
                ", ", person.Grants.Select(static grant => $"{grant.Role.Word()} {grant.Node}"))}"));
        // Nobody of the neighbour, and nobody at all, sound the same.
        var neighbour = await UnknownAsync(() => hub.Desk.RemoveAsync(admin, "guard-b", default));
        var nobody = await UnknownAsync(() => hub.Desk.RemoveAsync(admin, "x.y", default));
        Assert.Equal(nobody.Message.Replace("x.y", "guard-b", StringComparison.Ordinal), neighbour.Message);
        var beyond = await UnknownAsync(
            () => hub.Desk.GrantAsync(admin, "guard-a", new Grant(Role.Viewer, "xa-b"), default));
        var nowhere = await UnknownAsync(
            () => hub.Desk.GrantAsync(admin, "guard-a", new Grant(Role.Viewer, "xa-x"), default));
        Assert.Equal(nowhere.Message.Replace("xa-x", "xa-b", StringComparison.Ordinal), beyond.Message);
        // Who may more elsewhere is not his to reset, or he would have it with the link.
        Assert.True((await RefusedAsync(() => hub.Desk.ResetAsync(admin, "both", default))).IsForbidden);
        Assert.True((await RefusedAsync(() => hub.Desk.GrantAsync(admin, "guard-a", Viewer, default))).IsForbidden);
        await UnknownAsync(() => hub.Desk.WithdrawAsync(admin, "both", new Grant(Role.Technician, "xa-b"), default));
        await hub.Desk.WithdrawAsync(admin, "both", new Grant(Role.Viewer, "xa-a"), default);
        await hub.Desk.GrantAsync(admin, "guard-a", new Grant(Role.Administrator, "xa-a"), default);
        await hub.Desk.InviteAsync(admin, new Invitation("new", null, [new Grant(Role.Auditor, "tinh-a")]), default);
        await hub.Desk.RemoveAsync(admin, "guard-a", default);
        Assert.Contains(hub.Audit(), static row => row is
        {
            Actor: "person:admin-a", Action: "role_given", Subject: "guard-a", Detail: "administrator", Place: "xa-a"
        });
    }

    [Fact]
    public async Task Only_who_manages_people_gives_anything()
    {
        await using var hub = AccountsHub.Start();
        await hub.AddAsync("admin", Administrator);
        await hub.AddAsync("auditor", new Grant(Role.Auditor));
        var auditor = hub.CallerOf("auditor");
        Assert.Empty(hub.Desk.VisibleTo(auditor));
        Assert.True((await RefusedAsync(() => hub.Desk.GrantAsync(auditor, "auditor", Viewer, default))).IsForbidden);
        await RefusedAsync(() => hub.Desk.GrantAsync(auditor, "auditor", Administrator, default));
        await RefusedAsync(() => hub.Desk.InviteAsync(auditor, new Invitation("x.y", null, [Viewer]), default));
        await RefusedAsync(() => hub.Desk.InviteAsync(hub.CallerOf("admin"), new Invitation("x.y", null, []), default));
    }

    [Fact]
    public async Task Who_looks_everywhere_and_manages_people_of_a_node_gives_looking_in_that_node_only()
    {
        await using var first = AccountsHub.Start();
        await using var hub = await first.WithNodesAsync();
        await hub.AddAsync("admin-a", new Grant(Role.Administrator, "tinh-a"), Viewer);
        var admin = hub.CallerOf("admin-a");
        await hub.Desk.InviteAsync(admin, new Invitation("one", null, [new Grant(Role.Viewer, "xa-a")]), default);
        Assert.True((await RefusedAsync(() => hub.Desk.InviteAsync(
            admin, new Invitation("two", null, [Viewer]), default))).IsForbidden);
        Assert.True((await RefusedAsync(() => hub.Desk.GrantAsync(
            admin, "one", new Grant(Role.Viewer, "xa-b"), default))).IsForbidden);
    }

    [Fact]
    public async Task A_name_is_one_persons_in_whatever_case_and_his_number_is_never_given_again()
    {
        await using var hub = AccountsHub.Start();
        var one = await hub.AddAsync("A.Nguyen@Example.vn", Viewer);
        Assert.Equal("a.nguyen@example.vn", one.Name);
        await RefusedAsync(() => hub.Desk.InviteAsync(
            AccountsHub.Operator, new Invitation("a.nguyen@example.VN", null, [Viewer]), default));
        await hub.Desk.RemoveAsync(AccountsHub.Operator, "a.nguyen@example.vn", default);
        await using var later = await hub.RestartAsync();
        Assert.NotEqual(one.Id, (await later.AddAsync("a.nguyen@example.vn", Viewer)).Id);
    }

    [Fact]
    public void A_role_of_a_node_that_ended_holds_in_what_it_became_and_never_above()
    {
        var tree = TestTree.Merged();
        Assert.Equal(["viewer xa-cu-1", "viewer xa-moi"], Today("xa-cu-1"));
        // Of a division each part; what has all of them below it has more below it.
        Assert.Equal(["viewer xa-cu-4", "viewer xa-4a", "viewer xa-4b"], Today("xa-cu-4"));
        Assert.Equal(["viewer tinh-1", "viewer tinh-moi"], Today("tinh-1"));
        Assert.Equal(["viewer huyen-1"], Today("huyen-1"));
        Assert.Equal(["viewer xa-moi"], Today("xa-moi"));
        Assert.Equal(["viewer nowhere"], Today("nowhere"));
        Assert.Equal(["viewer xa-cu-1"], On(new DateOnly(2025, 6, 1), "xa-cu-1"));

        IEnumerable<string> Today(string node) => On(new DateOnly(2026, 11, 21), node);
        IEnumerable<string> On(DateOnly day, string node) => GrantNodes.On(tree, day, [new Grant(Role.Viewer, node)])
            .Select(static grant => $"{grant.Role.Word()} {grant.Node}");
    }

    private static async Task<AccountException> RefusedAsync(Func<Task> act) =>
        await Assert.ThrowsAsync<AccountException>(act);

    private static async Task<AccountException> UnknownAsync(Func<Task> act)
    {
        var refusal = await RefusedAsync(act);
        Assert.True(refusal.IsUnknown);
        return refusal;
    }
}
