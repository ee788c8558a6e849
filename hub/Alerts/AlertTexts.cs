using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Alerts;

/// <summary>Alerts as rows with their sentences, by the names that people gave gates and places.</summary>
internal sealed class AlertTexts(GatePlaces places, TimeProvider time)
{
    /// <param name="alerts">Which.</param>
    /// <param name="tree">The places, as far as whoever asks sees them.</param>
    /// <param name="language">His.</param>
    internal IReadOnlyList<AlertRow> Of(IReadOnlyList<Alert> alerts, SiteTree tree, Language language)
    {
        var gates = alerts.Any(static alert => alert.Subject.Kind == AlertSubjectKind.Gate)
            ? places.Now() : new Dictionary<string, GatePlace>();
        var sentence = new AlertSentence(language, tree, time.GetUtcNow());
        return [.. alerts.Select(alert =>
        {
            var place = alert.Subject.Kind == AlertSubjectKind.Gate
                ? gates.GetValueOrDefault(alert.Subject.Id, GatePlace.Nowhere) : GatePlace.Nowhere;
            return AlertRow.Of(alert, sentence.Of(new AlertFacts(
                alert.Kind, alert.Subject, alert.Since, alert.ClearedAt, alert.Detail, place.Label, place.Site)));
        })];
    }
}
