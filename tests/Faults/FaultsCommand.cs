using System.CommandLine;

namespace CheckIn.Faults;

/// <summary>The command line.</summary>
internal static class FaultsCommand
{
    internal static RootCommand Create()
    {
        var seed = With("--seed", "Of the plan and the codes.", 1);
        var minutes = With("--minutes", "How long faults occur, 0.2 to 600.", 1.0);
        var gates = With("--gates", "Gates, 2 to 200.", 5);
        var broker = With("--broker", "embedded (the hub's own) or mosquitto.", "embedded");
        broker.AcceptOnlyFromAmong("embedded", "mosquitto");
        var patience = With("--patience", "Seconds for everything to arrive in the end.", 90.0);
        var cards = With("--cards", "Cards are copied, restored and damaged as well.", true);
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keeps all files in this (empty) folder." };
        var verbose = new Option<bool>("--verbose") { Description = "Tells each fault as it occurs." };
        Bound(minutes, 0.2, 600);
        Bound(gates, 2, 200);
        var root = new RootCommand(
            "A hub and gates as real processes with people before them, and faults by a plan drawn from the seed: "
            + "kills, cut links, full disks, jumping clocks, restored backups, copied and damaged cards. Exit code 0 only if "
            + "every decision is at the hub once, in order.")
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
        var gateKills = With("--gate-kills", "SIGKILLs of a gate in mid-event.", 1000);
        var hubKills = With("--hub-kills", "SIGKILLs of the hub in mid-commit.", 200);
        var gates = With("--gates", "Gates, 1 to 50.", 4);
        Bound(gates, 1, 50);
        var command = new Command(
            "kills", "SIGKILLs only, each within milliseconds after a code was shown or a batch arrived.")
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

    private static Option<T> With<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static void Bound<T>(Option<T> option, T least, T most) where T : IComparable<T> =>
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } value && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
                result.AddError($"{option.Name} is {value}; allowed: {least} to {most}.");
        });
}
