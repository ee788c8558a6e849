using System.Globalization;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Tests.Journal;

/// <summary>
/// Makes this assembly its own child process: the runtime calls <see cref="Initialize"/> before Main where
/// DOTNET_STARTUP_HOOKS names the assembly, which only <see cref="JournalKillTests"/> does. The child appends to the
/// journal it is told of, and says each number once it is committed, until it is killed.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for this name without a namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    internal const string PathVariable = "CHECKIN_TEST_APPEND_TO";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { } path)
            AppendForEverAsync(path).GetAwaiter().GetResult();
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
