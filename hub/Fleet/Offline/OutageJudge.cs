namespace CheckIn.Hub.Fleet.Offline;

/// <summary>What is known when a gate goes.</summary>
/// <param name="Evidence">What told that it is gone.</param>
/// <param name="HadPowerTrouble">It said last that its mains had failed or its supply was too weak.</param>
/// <param name="IsCertificateOver">Every certificate that it has had ended before the loss was noticed.</param>
internal readonly record struct Loss(PresenceEvidence Evidence, bool HadPowerTrouble, bool IsCertificateOver);

/// <summary>What is known when a gate that came back has told how long its program runs.</summary>
/// <param name="Guess">The cause so far.</param>
/// <param name="IsSameBoot">Whether its machine is in the boot of before; null = one of the two is not known.</param>
/// <param name="Uptime">For how long its program runs, in whole seconds.</param>
/// <param name="Away">How long ago it was lost.</param>
/// <param name="Back">How long ago it came back.</param>
/// <param name="IsHubsReturn">
/// The hub itself had not been there, and the gate came soon after it: within <see cref="OutageJudge.HubsReturn"/>.
/// </param>
internal readonly record struct Return(
    OfflineCause Guess, bool? IsSameBoot, TimeSpan Uptime, TimeSpan Away, TimeSpan Back, bool IsHubsReturn);

/// <summary>
/// Why a gate was not there; pure. While it is away there is only what it told last and what else happened: the answer
/// is probable. A farewell and a revocation are sure at once. Whoever returns proves the rest: a machine in another
/// boot had no power; one in the same boot whose program ran all the time was cut off, by its link, or by the hub where
/// most of the fleet went with it or the hub itself had been away; a younger program was started again. A gate whose
/// certificates were all over can return only with another. What a return cannot tell stays probable.
/// </summary>
internal static class OutageJudge
{
    /// <summary>Gates wait up to a minute between two tries to connect, and a busy hub turns some away.</summary>
    internal static readonly TimeSpan HubsReturn = TimeSpan.FromMinutes(5);

    /// <summary>Uptime is told in whole seconds, cut off.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    internal static (OfflineCause Cause, bool IsSure) AtLoss(in Loss loss) => loss switch
    {
        { Evidence: PresenceEvidence.Farewell } => (OfflineCause.Stopped, true),
        { Evidence: PresenceEvidence.Revoked } => (OfflineCause.Revoked, true),
        { IsCertificateOver: true } => (OfflineCause.CertificateExpired, false),
        { HadPowerTrouble: true } => (OfflineCause.Power, false),
        // A connection that breaks is most often just that; one that stands and says nothing may be anything.
        { Evidence: PresenceEvidence.Will } => (OfflineCause.Link, false),
        _ => (OfflineCause.Unknown, false),
    };

    /// <summary>Most of the fleet went at the same moment.</summary>
    internal static OfflineCause WithMost(OfflineCause guess) =>
        guess is OfflineCause.Unknown or OfflineCause.Link ? OfflineCause.Hub : guess;

    /// <summary>By the boot that its birth tells.</summary>
    internal static (OfflineCause Cause, bool IsSure) AtReturn(
        OfflineCause guess, bool isSure, bool? isSameBoot) => guess switch
        {
            _ when isSure => (guess, true),
            OfflineCause.CertificateExpired => (guess, true),
            _ when isSameBoot == false => (OfflineCause.Power, true),
            _ => (guess, false),
        };

    /// <summary>By the age of its program, where <see cref="AtReturn"/> is not sure.</summary>
    internal static (OfflineCause Cause, bool IsSure) AtTold(in Return told)
    {
        if (told.IsSameBoot == false)
            return (OfflineCause.Power, true);
        if (told.Uptime + Rounding >= told.Away)
            return (told.Guess == OfflineCause.Hub || told.IsHubsReturn ? OfflineCause.Hub : OfflineCause.Link, true);
        // A program younger than the return was started once more since: it proves nothing of the time away.
        var isOfThisReturn = told.Uptime + Rounding >= told.Back;
        return told.IsSameBoot == true && isOfThisReturn ? (OfflineCause.Program, true) : (told.Guess, false);
    }
}
