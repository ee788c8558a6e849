namespace CheckIn.Hub.Fleet;

/// <content>
/// When the hub can hear gates, and how long it waits for them. While it cannot, nobody is lost; from then on everybody
/// has <see cref="FleetOptions.StartGrace"/> to come back, longer while they come so fast that the endpoint turns some
/// away, but not for ever: strangers must not be able to hide a loss by knocking.
/// </content>
public sealed partial class FleetRegistry
{
    private const int LongestStart = 4;
    private const int MissedHealth = 3;

    private void OnReach(bool isOpen)
    {
        if (isOpen)
        {
            lock (_lock)
                See();
        }
        Log.Sight(_logger, isOpen ? "heard again" : "not heard, and nobody is called lost meanwhile");
    }

    private void See()
    {
        var now = _sight = Uptime;
        foreach (var entry in _gates.Values)
            entry.Presence = entry.Presence.Step(new PresenceSignal.Sight(), now, PatienceNow().For(entry));
    }

    /// <summary>What holds for every gate at this moment.</summary>
    private CommonPatience PatienceNow()
    {
        var isBusy = _reach.IsBusy;
        return new CommonPatience(
            isBusy && _options.StartGrace > _options.Grace ? _options.StartGrace : _options.Grace, _options.Silence,
            _sight + (_options.StartGrace * (isBusy ? LongestStart : 1)), !_reach.IsOpen, _reach.KeepsConnections);
    }

    private readonly record struct CommonPatience(
        TimeSpan Grace, TimeSpan Silence, TimeSpan HoldUntil, bool IsBlind, bool KeepsConnections)
    {
        internal Patience For(Entry entry)
        {
            var own = entry.Every * MissedHealth;
            var silence = own > Silence ? own : Silence;
            return new Patience(Grace, silence)
            {
                HoldUntil = HoldUntil,
                HoldsWills = KeepsConnections,
                IsBlind = IsBlind,
                // Whose connection an external server held speaks again when its health is due; else it connects anew.
                Return = KeepsConnections ? silence : TimeSpan.Zero,
            };
        }
    }
}
