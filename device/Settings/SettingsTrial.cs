using CheckIn.Contract;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Settings;

/// <summary>
/// The hub's settings on trial, in the life that has them in force: looks every second whether all works that worked
/// before, and the hub is reached if they could have cut the gate off. They stay once that has lasted
/// <c>Settings:Settle</c>, and are gone when it has not come about within <c>Settings:TrialFor</c>.
/// </summary>
internal sealed class SettingsTrial(TrialSigns signs, SettingsOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end.</summary>
    /// <param name="trial">What is tried.</param>
    /// <param name="beat">Beats while it looks.</param>
    /// <param name="stopping">Ends it without a word; the next life goes on with it.</param>
    /// <returns>What did not work; empty = they stay.</returns>
    internal async Task<IReadOnlyList<SettingsError>> RunAsync(
        TriedSettings trial, LoopBeat beat, CancellationToken stopping)
    {
        var terms = new TrialTerms(trial.Lanes, trial.Hub, (long)options.TrialFor.TotalSeconds);
        var began = time.GetTimestamp();
        long? since = null;
        var told = "";
        while (true)
        {
            await Task.Delay(Look, time, stopping);
            beat.Beat();
            var missing = TrialHealth.Missing(signs.Read(), terms);
            var words = string.Join("; ", missing);
            since = missing.Count > 0 ? null : since ?? time.GetTimestamp();
            if (words != told && missing.Count > 0)
                Log.NotYet(logger, words);
            told = words;
            if (since is { } healthy && time.GetElapsedTime(healthy) >= options.Settle)
                return [];
            if (time.GetElapsedTime(began) >= options.TrialFor)
            {
                return [.. (missing.Count > 0 ? missing : ["not all worked for as long as it must"])
                    .Select(what => new SettingsError("", $"Within {options.TrialFor}: {what}."))];
            }
        }
    }
}
