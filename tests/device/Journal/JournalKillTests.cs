using System.Globalization;

namespace CheckIn.Gate.Tests.Journal;

public sealed class JournalKillTests : IDisposable
{
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_kill_in_mid_append_loses_nothing_that_was_said_to_be_committed()
    {
        long said = 0;
        foreach (var enough in new[] { 40, 137, 400 })
        {
            said = await AppendUntilKilledAsync(said + enough);
            await using var journal = _test.Open();
            Assert.True(journal.LastSeq >= said, $"{said} was committed, {journal.LastSeq} is there");
            Assert.Equal(journal.LastSeq, TestJournal.ReadAll(journal).Count);
            Assert.Equal(journal.LastSeq + 1, await journal.AppendAsync(TestJournal.Draft()));
            said = journal.LastSeq;
        }
    }

    private async Task<long> AppendUntilKilledAsync(long target)
    {
        using var child = JournalChild.Start(_test.Path, "");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long said = 0;
        try
        {
            while (said < target && await child.StandardOutput.ReadLineAsync(patience.Token) is { } line)
                said = Math.Max(said, long.Parse(line, CultureInfo.InvariantCulture));
        }
        finally
        {
            child.Kill(); // SIGKILL
        }
        // What it had already said before the kill counts too; the last line may be cut short.
        foreach (var line in (await child.StandardOutput.ReadToEndAsync(patience.Token)).Split('\n')[..^1])
            said = Math.Max(said, long.Parse(line, CultureInfo.InvariantCulture));
        await child.WaitForExitAsync(patience.Token);
        return said;
    }
}
