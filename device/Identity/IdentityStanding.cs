using System.Security.Authentication;
using CheckIn.Gate.Clock;

namespace CheckIn.Gate.Identity;

/// <summary>How the gate's identity is, for health and the technician; safe from any thread.</summary>
internal sealed class IdentityStanding(HubAccess access, GateClock clock) : IDisposable
{
    private volatile string _standing = Standings.Good;
    private volatile bool _settingsWait;
    private readonly SemaphoreSlim _leaves = new(0, 1);

    /// <summary>One of <see cref="Standings"/>.</summary>
    internal string Standing
    {
        get => _standing;
        set
        {
            var leaves = value == Standings.Leaving && _standing != value;
            _standing = value;
            if (leaves && _leaves.CurrentCount == 0)
                _leaves.Release();
        }
    }

    /// <summary>Completes when the hub takes the gate out of service.</summary>
    internal Task WaitForLeavingAsync(CancellationToken cancellation) => _leaves.WaitAsync(cancellation);

    /// <summary>The hub's settings have changed and apply at the next start.</summary>
    internal bool SettingsWait { get => _settingsWait; set => _settingsWait = value; }

    /// <summary>Whole days left of the certificate; null = there is none, or the time is not known.</summary>
    internal int? DaysLeft
    {
        get
        {
            try
            {
                return access.Certificate is { } own && Now is { } now ? own.DaysLeft(now) : null;
            }
            catch (AuthenticationException)
            {
                return null; // the link's trouble says so
            }
        }
    }

    /// <summary>For whoever asks the running gate; null = it has no certificate and needs none.</summary>
    internal IdentityReport? Read()
    {
        try
        {
            return access.Certificate is not { } own ? null : new IdentityReport(
                own.Gate, own.Fingerprint, own.NotAfter.ToUnixTimeMilliseconds(), Now is { } now ? own.DaysLeft(now) : null,
                Standing, SettingsWait, Now > own.RenewalAt + ((own.NotAfter - own.RenewalAt) / 2));
        }
        catch (AuthenticationException e)
        {
            return new IdentityReport("", "", 0, null, Standings.Unreadable, SettingsWait, false, e.Message);
        }
    }

    public void Dispose() => _leaves.Dispose();

    /// <summary>
    /// By whoever told it, be it a hub that is not sure itself: it is the hub that judges this certificate.
    /// </summary>
    private DateTimeOffset? Now =>
        clock.Stamp() is { Quality: not null, At: var at } ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}

/// <summary>Stable words.</summary>
internal static class Standings
{
    internal const string Good = "good";
    /// <summary>The hub takes this certificate no more: somebody revoked it, or it is at its end.</summary>
    internal const string Revoked = "revoked";
    /// <summary>The hub wants the gate out of service: it delivers what it has and wipes itself.</summary>
    internal const string Leaving = "leaving";
    /// <summary>Key or certificate cannot be read.</summary>
    internal const string Unreadable = "unreadable";
}

/// <summary>The gate's identity.</summary>
/// <param name="Gate">Whom the certificate names.</param>
/// <param name="Fingerprint">Of its key, as the hub shows it.</param>
/// <param name="NotAfter">Until when it is good, Unix ms.</param>
/// <param name="DaysLeft">Whole days; null = the time is not known.</param>
/// <param name="Standing">One of <see cref="Standings"/>.</param>
/// <param name="SettingsWait">The hub's settings have changed and apply at the next start.</param>
/// <param name="IsLate">It should have been renewed long ago.</param>
/// <param name="Problem">Why it cannot be read; null = it can.</param>
internal sealed record IdentityReport(
    string Gate, string Fingerprint, long NotAfter, int? DaysLeft, string Standing, bool SettingsWait,
    bool IsLate = false, string? Problem = null);
