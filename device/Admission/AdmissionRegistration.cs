using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Lists;
using CheckIn.Gate.Settings;
using CheckIn.Record;
using CheckIn.Rules;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Admission;

internal static class AdmissionRegistration
{
    internal static IServiceCollection AddRules(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<RulesOptions>(configuration, "Rules")
        .AddSingleton(provider =>
        {
            var alarms = provider.GetRequiredService<GateAlarms>();
            return new GateRules(
                provider.GetRequiredService<IOptions<RulesOptions>>().Value, provider.GetRequiredService<GateKeys>(),
                () => alarms.Words.Contains(AlarmWords.HubLost), provider.GetService<GateLists>());
        });

    /// <summary>
    /// Tells the rules whom the gate has let in and out in this day of rules, as far as its journal says it. A journal that
    /// cannot be read keeps nobody out: the gate begins as if nobody were inside.
    /// </summary>
    internal static void RecallFrom(this GateRules rules, GateJournal journal, GateKeys keys, GateClock clock, ILogger logger)
    {
        rules.Begin(() => journal.Epoch, journal.LastSeq);
        if (!rules.AsksForPeople)
            return;
        try
        {
            var now = clock.Stamp().At;
            using var recorded = RecordedJournal.Open(journal.Path);
            var past = PastMovement.Of(recorded, rules.Engine.BeginOfDay(now), keys.TagOf("").Day);
            rules.Recall(past);
            Log.Recalled(logger, past.Count, rules.Inside(now));
        }
        catch (RecordException e)
        {
            Log.NotRecalled(logger, e.Message);
        }
    }
}
