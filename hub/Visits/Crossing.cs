namespace CheckIn.Hub.Visits;

/// <summary>Somebody who was let through, in or out.</summary>
/// <param name="Journal">Row of the gate's journal; with <paramref name="Seq"/> the event it is known by.</param>
/// <param name="Seq">Its number there.</param>
/// <param name="At">Unix ms, as corrected where that is known.</param>
/// <param name="IsIn">He came in; otherwise he went out.</param>
/// <param name="Category">What the gate held him for, such as staff; null = it did not say.</param>
/// <param name="Gate">Row of the gate.</param>
internal readonly record struct Crossing(long Journal, long Seq, long At, bool IsIn, string? Category, long Gate);

/// <summary>An entry and its exit, or one of them alone.</summary>
/// <param name="Entry">Null = he was only seen to leave.</param>
/// <param name="Exit">Null = he has not been seen to leave.</param>
/// <param name="IsOver">
/// He is not inside: he left, was only seen to leave, or came in once more, so that he must have left unseen.
/// </param>
internal readonly record struct Visit(Crossing? Entry, Crossing? Exit, bool IsOver)
{
    /// <summary>What the gate held him for when it last said.</summary>
    internal string? Category => Exit?.Category ?? Entry?.Category;
}
