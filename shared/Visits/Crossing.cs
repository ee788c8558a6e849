namespace CheckIn.Visits;

/// <summary>Somebody who was let through, in or out.</summary>
/// <param name="At">Unix ms, as corrected where that is known.</param>
/// <param name="IsIn">He came in; otherwise he went out.</param>
/// <param name="Category">What the gate held him for, such as staff; null = it did not say.</param>
/// <param name="Place">Where: whoever pairs says what the number means.</param>
public readonly record struct Crossing(long At, bool IsIn, string? Category, long Place);

/// <summary>An entry and its exit, or one of them alone.</summary>
/// <param name="Entry">Null = he was only seen to leave.</param>
/// <param name="Exit">Null = he has not been seen to leave.</param>
/// <param name="IsOver">
/// He is not inside: he left, was only seen to leave, or came in once more, so that he must have left unseen.
/// </param>
public readonly record struct Visit(Crossing? Entry, Crossing? Exit, bool IsOver)
{
    /// <summary>What the gate held him for when it last said.</summary>
    public string? Category => Exit?.Category ?? Entry?.Category;
}
