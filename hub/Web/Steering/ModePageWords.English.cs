namespace CheckIn.Hub.Web.Steering;

public sealed partial record ModePageWords
{
    internal static ModePageWords English { get; } = new()
    {
        Modes = "Modes",
        Intro = "Orders that last: gates keep them when they are offline or begin anew, until their time is over. An "
            + "emergency release is above all of them.",
        Order = "Order a mode",
        Standing = "In force",
        None = "No mode is ordered.",
        NoneNext = "Every gate works as usual.",
        Past = "Earlier",
        NonePast = "Nothing was ordered lately.",
        Mode = "Mode",
        Lane = "Lane",
        LaneHint = "The name of one lane. Leave it empty for every lane.",
        EveryLane = "every lane",
        Until = "Until",
        Why = "Why",
        WhyHint = "1 to 200 characters; no names of people.",
        By = "Ordered by",
        Ordered = "Ordered",
        InForce = "Gates",
        AllHave = "at every gate: {0}",
        SomeHave = "so far at {0} of {1}",
        Left = "{0} left",
        End = "End it",
        EndedBy = "ended by {0}",
        RanOut = "its time was over",
        Over = "Over",
        LockdownWhat = "Nobody is let in by a code. The way out, exit buttons and the emergency release stay as they "
            + "are.",
        HoldOpenWhat = "The turnstile stays open. Codes are still read and recorded; passing without one raises no "
            + "alarm.",
        FreePassageWhat = "Whoever shows any code is let through, one by one, and recorded.",
        OrderFor = "Order a mode: {0}",
        Where = "Where?",
        WhereHint = "Choose the place whose gates are to have it.",
        Lasting = "For how long",
        UntilMoment = "until the moment below",
        UntilLabel = "Until (only if it is not one of these)",
        UntilHint = "At least 1 minute and at most 31 days from now, in the hub's time.",
        NotAMoment = "Give a date and a time.",
        ModeMissing = "Choose a mode.",
        WhyMissing = "Say in 1 to 200 characters why.",
        Next = "Continue",
        ConfirmTitle = "{0} for {1}?",
        ConfirmGates = "Gates concerned: {0}; {1} of them are connected now. The others follow when they connect.",
        ConfirmUntil = "It ends by itself {0}, also at a gate that is offline then.",
        ConfirmLane = "Only lane {0}.",
        Do = "Order it",
        DoneOrder = "Ordered. Gates are being told.",
        EndTitle = "End {0} for {1}?",
        EndWhat = "Gates that are connected work as usual again at once; the others when they connect, or when its "
            + "time is over.",
        EndOthers = "Another order that concerns the same gates stays in force.",
        DoneEnd = "Ended. Gates are being told.",
        NoSuchOrder = "No such order stands: it is over, or there never was one.",
    };
}
