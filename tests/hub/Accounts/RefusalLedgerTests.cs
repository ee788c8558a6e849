using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class RefusalLedgerTests
{
    [Fact]
    public async Task However_often_it_is_tried_there_is_one_row_a_minute_and_origin()
    {
        await using var hub = AccountsHub.Start();
        var ledger = hub.Get<RefusalLedger>();
        for (var i = 0; i < 1000; i++)
        {
            ledger.SignIn(new Origin($"2001:db8::{i:x}"), null);
            ledger.SignIn(new Origin("192.0.2.7"), null);
        }
        ledger.Act(Caller.Nobody("192.0.2.7") with { Actor = new("person:a.tran", "192.0.2.7") }, "GET /people");
        await ledger.FlushAsync(all: false, default);
        Assert.Empty(hub.Audit());
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        ledger.SignIn(new Origin("192.0.2.8"), null);
        await ledger.FlushAsync(all: false, default);
        Assert.Equal(
            [
                ("nobody", "sign_in_refused", null, "refused", "1000 times", "192.0.2.7"),
                ("nobody", "sign_in_refused", null, "refused", "1000 times", "2001:db8::0"),
                ("person:a.tran", "act_refused", "GET /people", "refused", "1 times", "192.0.2.7"),
            ],
            hub.Audit().Select(row => (row.Actor, row.Action, row.Subject, row.Outcome, row.Detail, row.From))
                .OrderBy(row => row.Item1, StringComparer.Ordinal).ThenBy(row => row.Item6, StringComparer.Ordinal));
        await ledger.FlushAsync(all: true, default);
        Assert.Equal(4, hub.Audit().Count);
    }

    [Fact]
    public async Task Of_very_many_origins_the_rest_share_a_row()
    {
        await using var hub = AccountsHub.Start();
        var ledger = hub.Get<RefusalLedger>();
        for (var i = 0; i < RefusalLedger.MostOrigins + 100; i++)
            ledger.SignIn(new Origin($"198.51.{i / 256}.{i % 256}"), null);
        await ledger.FlushAsync(all: true, default);
        var rows = hub.Audit();
        Assert.Equal(RefusalLedger.MostOrigins + 1, rows.Count);
        Assert.Equal("100 times", Assert.Single(rows, static row => row.Actor == "elsewhere").Detail);
    }
}
