using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>Commands that somebody gave to a gate of the synthetic fleet, with what it answered.</summary>
internal static class SyntheticOrders
{
    private const string Gate = "ubnd-phuong-sen-01";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static async Task GiveAsync(IServiceProvider services)
    {
        var desk = services.GetRequiredService<CommandDesk>();
        var sight = services.GetRequiredService<SightBook>().Of(Caller.Local(null), Capability.CommandGates);
        foreach (var order in new CommandOrder[]
        {
            new(CommandWords.Identify, Seconds: 10), new(CommandWords.Restart), new(CommandWords.SendLogs, Lines: 200),
            new(CommandWords.ScanTest, "vao", Seconds: 30), new(CommandWords.SelfTest),
        })
        {
            var given = await desk.GiveAsync(Gate, order, new Actor("person:an.nguyen"), sight);
            using var limit = new CancellationTokenSource(Patience);
            while (desk.Find(given.Id, sight) is not { AnsweredAt: not null })
            {
                if (limit.IsCancellationRequested)
                    throw new TimeoutException($"{order.Name} was not answered.");
                await Task.Delay(20);
            }
        }
    }
}
