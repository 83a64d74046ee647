// The line is the sign that a program of .NET runs; nothing else is done.
Console.WriteLine("running");
