using System.CommandLine;

namespace CheckIn.Faults;

/// <summary>The command line.</summary>
internal static class FaultsCommand
{
    internal static RootCommand Create()
    {
        var seed = new Option<int>("--seed") { Description = "Of the plan and the codes.", DefaultValueFactory = _ => 1 };
        var minutes = new Option<double>("--minutes") { Description = "How long faults occur, 0.2 to 600.", DefaultValueFactory = _ => 1 };
        var gates = new Option<int>("--gates") { Description = "Gates, 2 to 200.", DefaultValueFactory = _ => 5 };
        var broker = new Option<string>("--broker") { Description = "embedded (the hub's own) or mosquitto.", DefaultValueFactory = _ => "embedded" };
        broker.AcceptOnlyFromAmong("embedded", "mosquitto");
        var patience = new Option<double>("--patience") { Description = "Seconds for everything to arrive in the end.", DefaultValueFactory = _ => 90 };
        var cards = new Option<bool>("--cards") { Description = "Cards are copied, restored and damaged as well.", DefaultValueFactory = _ => true };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keeps all files in this (empty) folder." };
        var verbose = new Option<bool>("--verbose") { Description = "Tells each fault as it occurs." };
        Bound(minutes, 0.2, 600);
        Bound(gates, 2, 200);
        var root = new RootCommand(
            "A hub and gates as real processes with people before them, and faults by a plan drawn from the seed: kills, cut "
            + "links, full disks, jumping clocks, restored backups, copied and damaged cards. Exit code 0 only if every "
            + "decision is at the hub once, in order.")
        { seed, minutes, gates, broker, cards, patience, keep, verbose };
        root.Subcommands.Add(Kills(seed, patience, keep));
        root.SetAction(async (parse, cancellation) => await new FaultRun(new FaultsOptions
        {
            Seed = parse.GetValue(seed),
            Length = TimeSpan.FromMinutes(parse.GetValue(minutes)),
            Gates = parse.GetValue(gates),
            IsExternalBroker = parse.GetValue(broker) == "mosquitto",
            HasCardFaults = parse.GetValue(cards),
            Patience = TimeSpan.FromSeconds(parse.GetValue(patience)),
            Keep = parse.GetValue(keep),
            IsVerbose = parse.GetValue(verbose),
        }).RunAsync(cancellation) ? 0 : 1);
        return root;
    }

    private static Command Kills(Option<int> seed, Option<double> patience, Option<DirectoryInfo?> keep)
    {
        var gateKills = new Option<int>("--gate-kills") { Description = "SIGKILLs of a gate in mid-event.", DefaultValueFactory = _ => 1000 };
        var hubKills = new Option<int>("--hub-kills") { Description = "SIGKILLs of the hub in mid-commit.", DefaultValueFactory = _ => 200 };
        var gates = new Option<int>("--gates") { Description = "Gates, 1 to 50.", DefaultValueFactory = _ => 4 };
        Bound(gates, 1, 50);
        var command = new Command("kills", "SIGKILLs only, each within milliseconds after a code was shown or a batch arrived.")
        {
            gateKills, hubKills, gates, seed, patience, keep,
        };
        command.SetAction(async (parse, cancellation) => await new KillRun(new FaultsOptions
        {
            Seed = parse.GetValue(seed),
            Gates = parse.GetValue(gates),
            Patience = TimeSpan.FromSeconds(parse.GetValue(patience)),
            Keep = parse.GetValue(keep),
        }, parse.GetValue(gateKills), parse.GetValue(hubKills)).RunAsync(cancellation) ? 0 : 1);
        return command;
    }

    private static void Bound<T>(Option<T> option, T least, T most) where T : IComparable<T> => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is { } value && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
            result.AddError($"{option.Name} is {value}; allowed: {least} to {most}.");
    });
}
