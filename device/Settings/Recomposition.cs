namespace CheckIn.Gate.Settings;

/// <summary>
/// A gate becomes another one without a restart: it was enrolled, or it was wiped and waits to be enrolled again.
/// Whoever changed what the gate is made of asks here; its host stops as at every end, relays off and journal closed,
/// and <see cref="GateHost"/> reads the settings again and puts the gate together anew in the same process. The
/// service manager is not told that the service stops.
/// </summary>
/// <param name="lifetime">The host's.</param>
/// <param name="hub">Where the hub's settings are on trial another life follows this one also when it fails.</param>
internal sealed class Recomposition(IHostApplicationLifetime lifetime, SettingsLife? hub = null)
{
    private volatile bool _asked;
    private volatile bool _switches;

    /// <summary>The host stops to begin anew, not to end.</summary>
    internal bool IsAsked => _asked || (Environment.ExitCode != 0 && hub is { IsOnTrial: true });

    /// <summary>What follows is another version of the program.</summary>
    internal bool Switches => _switches;

    /// <summary>Stops this host; another version of the program follows.</summary>
    internal void AskSwitch()
    {
        _switches = true;
        Ask();
    }

    /// <summary>Stops this host; another one follows.</summary>
    internal void Ask()
    {
        _asked = true;
        lifetime.StopApplication();
    }
}
