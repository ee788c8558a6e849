using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Enrolment;

/// <summary>An act of enrolment cannot be done.</summary>
internal sealed class EnrolmentException(string english, string? vietnamese = null) : RefusalException(english, vietnamese);
