namespace CheckIn.Gate.Gpio;

/// <summary>What a contact says now.</summary>
/// <param name="Name">Its setting's word, such as <c>passage</c> or <c>emergency</c>.</param>
/// <param name="Pin">Line offset on the chip.</param>
/// <param name="Active">Its debounced state, after polarity.</param>
internal sealed record SensorReading(string Name, int Pin, bool Active);
