namespace CheckIn.Faults.Plan;

/// <summary>What may befall a gate, its card, its link, the hub or the broker.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL at any moment.</summary>
    GateKill,
    /// <summary>SIGKILL within milliseconds after a code was shown.</summary>
    GateKillInMidEvent,
    /// <summary>SIGTERM, and started again.</summary>
    GateRestart,
    /// <summary>The process stands still for a while, its connections open.</summary>
    GateFreeze,
    /// <summary>No file of the gate may grow.</summary>
    GateDiskFull,
    /// <summary>The wall clock of the gate jumps, up to ten years.</summary>
    GateClockJump,
    /// <summary>The card is copied, and a second controller runs with the copy.</summary>
    CardCloned,
    /// <summary>An older image of the card is put back.</summary>
    CardRestored,
    /// <summary>The journal's file has a page of rubbish.</summary>
    CardDamaged,

    /// <summary>Closed, and refused for a while.</summary>
    LinkDown,
    LinkReset,
    /// <summary>Nothing arrives in either direction, and nobody is told.</summary>
    LinkHalfOpen,
    /// <summary>Nothing arrives at the gate, acknowledgements among it.</summary>
    LinkAcksLost,
    /// <summary>A packet arrives in part.</summary>
    LinkPartialWrite,
    LinkSlow,
    LinkTrickle,

    HubKill,
    /// <summary>SIGKILL within milliseconds after a batch of events arrived.</summary>
    HubKillInMidCommit,
    HubRestart,
    HubFreeze,
    HubDiskFull,
    HubClockJump,
    /// <summary>No fault yet: its database is copied while it runs.</summary>
    HubCopied,
    /// <summary>SIGKILL, and an older copy of the database put in its place.</summary>
    HubRestored,

    BrokerKill,
}
