namespace CheckIn.Contract;

/// <summary>Kinds of event. A hub stores kinds that it does not know as they are.</summary>
public static class EventKinds
{
    public const string Decision = "decision";
    public const string Passage = "passage";
    public const string Alarm = "alarm";
    public const string Operation = "operation";
}
