using System.Globalization;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Tests.Journal;

/// <summary>
/// Makes this assembly its own child process: the runtime calls <see cref="Initialize"/> before Main where
/// DOTNET_STARTUP_HOOKS names the assembly, which only <see cref="JournalChild"/> does. The child appends to the
/// journal it is told of, and says each number once it is committed, until it is killed or has done what it was told.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for this name without a namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    internal const string PathVariable = "CHECKIN_TEST_APPEND_TO";
    internal const string HowVariable = "CHECKIN_TEST_APPEND_HOW";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is not { } path)
            return;
        var how = Environment.GetEnvironmentVariable(HowVariable) ?? "";
        var task = how switch
        {
            "" => AppendForEverAsync(path),
            "stubbornly" => AppendStubbornlyAsync(path),
            _ => AppendSinglyAsync(path, int.Parse(how, CultureInfo.InvariantCulture)),
        };
        task.GetAwaiter().GetResult();
        Environment.Exit(0);
    }

    /// <summary>One event at a time, each delivered before the next.</summary>
    private static async Task AppendSinglyAsync(string path, int count)
    {
        await using var journal = GateJournal.Open(new JournalOptions { Path = path }, TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            var seq = await journal.AppendAsync(TestJournal.Draft()).ConfigureAwait(false);
            await journal.SetDeliveredAsync(journal.Epoch, seq).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on whatever happens; says "!" and why instead of a number.</summary>
    private static async Task AppendStubbornlyAsync(string path)
    {
        await using var journal = GateJournal.Open(new JournalOptions { Path = path }, TimeProvider.System);
        var draft = TestJournal.Draft($"{{\"x\":\"{new string('x', 3000)}\"}}");
        while (true)
        {
            try
            {
                var seq = await journal.AppendAsync(draft).ConfigureAwait(false);
                Console.WriteLine(seq.ToString(CultureInfo.InvariantCulture));
            }
            catch (JournalException e)
            {
                Console.WriteLine($"!{e.Trouble}");
            }
            await Task.Delay(1).ConfigureAwait(false);
        }
    }

    private static async Task AppendForEverAsync(string path)
    {
        await using var journal = GateJournal.Open(new JournalOptions { Path = path }, TimeProvider.System);
        while (true)
        {
            var group = Enumerable.Range(0, 3).Select(_ => journal.AppendAsync(TestJournal.Draft()).AsTask());
            foreach (var seq in await Task.WhenAll(group).ConfigureAwait(false))
                Console.WriteLine(seq.ToString(CultureInfo.InvariantCulture));
            if (journal.LastSeq % 50 == 0)
                await journal.SetDeliveredAsync(journal.Epoch, journal.LastSeq).ConfigureAwait(false);
        }
    }
}
