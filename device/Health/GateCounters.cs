namespace CheckIn.Gate.Health;
internal sealed class GateCounters { public long Decided, Admitted, Refused, Frames, Reads; }
