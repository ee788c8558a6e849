using CheckIn.Contract;

namespace CheckIn.Hub.Web;

public sealed partial record HistoryWords
{
    public static HistoryWords English { get; } = new()
    {
        Course = "How it has been",
        Day = "24 hours",
        Week = "7 days",
        Temperature = "Temperature of the processor",
        Backlog = "Events waiting in the gate",
        Decisions = "Decisions an hour",
        Memory = "Memory of the program",
        RoundTrip = "Time to the hub and back",
        DecisionsColumn = "Decisions",
        RangeIs = "{0} to {1}",
        NothingKept = "Nothing is known of this time.",
        NothingKeptNext = "The gate tells its figures every minute while it is connected; the hub keeps them for 7 days.",
        Events = "Latest events",
        EventsHint = "What happened and where. Who it was is sealed and stands on no page.",
        NoEvents = "No event of this gate has arrived yet.",
        NoEventsNext = "The first code that is shown to it stands here.",
        What = "What",
        Lane = "Lane",
        Way = "Way",
        Code = "Code",
        In = "in",
        Out = "out",
        Admitted = "admitted",
        Refused = "refused",
        AlarmBegan = "alarm: {0}",
        AlarmOver = "over: {0}",
        Reasons = new Dictionary<string, string>
        {
            [Contract.Reasons.KnownCredential] = "known kind of code",
            [Contract.Reasons.UnknownCode] = "unknown code",
            [Contract.Reasons.MalformedCredential] = "code that breaks its kind's rules",
            [Contract.Reasons.VenueCode] = "poster of a place",
            [Contract.Reasons.EnrolmentCode] = "code for new gates",
            [Contract.Reasons.CodeTooLong] = "code too long",
            [Contract.Reasons.JournalFailed] = "journal cannot be written",
            [Contract.Reasons.TurnstileFailed] = "turnstile cannot open",
            [ModeWords.Lockdown] = "locked down",
            [ModeWords.FreePassage] = "free passage",
        },
        Codes = new Dictionary<string, string>
        {
            ["unknown"] = "unknown",
            ["national_personal_qr"] = "national personal QR",
            ["cccd"] = "citizen identity card",
            ["can_cuoc"] = "identity card of 2024",
            ["health_certificate"] = "health certificate",
            ["insurance_card"] = "insurance card",
            ["pass"] = "pass",
            ["venue_code"] = "poster",
            ["enrolment_code"] = "enrolment",
        },
        Passages = new Dictionary<string, string>
        {
            [PassageWords.Turned] = "somebody passed",
            [PassageWords.TimedOut] = "nobody passed in time",
            [PassageWords.Forced] = "somebody passed without a code",
        },
        Operations = new Dictionary<string, string>
        {
            [OperationWords.Started] = "gate started",
            [OperationWords.Stopped] = "gate stopped",
            [OperationWords.RequestToExit] = "exit button",
            [OperationWords.SelfTest] = "tried by a technician",
            [OperationWords.SettingsChanged] = "settings changed",
            [OperationWords.ServiceEntered] = "service began",
            [OperationWords.ServiceLeft] = "service ended",
            [OperationWords.UpdateConfirmed] = "new version stays",
            [OperationWords.UpdateRolledBack] = "new version taken back",
            [OperationWords.UpdateRefused] = "new version refused",
            [OperationWords.Command] = "command",
            [OperationWords.ModeBegun] = "mode began",
            [OperationWords.ModeEnded] = "mode ended",
            [OperationWords.SettingsReverted] = "settings taken back",
        },
    };
}
