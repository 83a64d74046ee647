# The scripts in examples, started as by a user and by Task Scheduler.

BeforeDiscovery {
    # The commands that start the current PowerShell. One with the shared framework starts with dotnet too, and its own program is built for x64.
    $assembly = Join-Path $PSHOME pwsh.dll
    $needsFramework = (Get-Content -LiteralPath (Join-Path $PSHOME pwsh.runtimeconfig.json) -Raw | ConvertFrom-Json).runtimeOptions.psobject.Properties.Name -contains 'framework'
    $isX64 = [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture -eq 'X64' -and -not $IsMacOS
    $script:forms = @(
        if ($needsFramework) {
            @{ Form = 'dotnet'; FilePath = (Get-Command dotnet -CommandType Application -TotalCount 1).Source; ArgumentList = [string[]] $assembly }
        }

        if (-not $needsFramework -or $isX64) {
            @{ Form = 'its own program'; FilePath = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh'); ArgumentList = [string[]] @() }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:examples = Join-Path $RepositoryRoot examples
}

Describe 'Get-PowerShellCommand' {
    It 'starts another process of the same kind if PowerShell runs by <form>' -ForEach $forms {
        $script = @'
param($Examples)
. $Examples/Get-PowerShellCommand.ps1
$own = 'Join-String -Separator "|" -InputObject ([Environment]::ProcessPath), $PSHOME, $PSVersionTable.PSVersion'
$command = Get-PowerShellCommand
$arguments = $command.ArgumentList
& ([scriptblock]::Create($own))
& $command.FilePath @arguments -NoProfile -Command $own
'@
        Mock Get-PowerShellCommand { [pscustomobject]@{ FilePath = $FilePath; ArgumentList = $ArgumentList } }
        $own, $other = Invoke-PowerShell $script $examples
        $own | Should -BeLike "*|$PSHOME|$($PSVersionTable.PSVersion)"
        $other | Should -Be $own
    }

    It 'finds <what>' -ForEach @(
        @{ At = 'home'; What = 'the program of the process'; Process = 'home/{0}'; Files = 'home/{0}', 'home/pwsh.dll'; Expected = 'home/{0}' }
        @{ At = 'home'; What = 'dotnet and the assembly of a tool'; Process = 'dotnet/dotnet'; Files = 'home/{0}', 'home/pwsh.dll'; Expected = 'dotnet/dotnet', 'home/pwsh.dll' }
        @{ What = 'the program that starts an installed tool'; Process = 'dotnet/dotnet'; At = 'tools/.store/powershell/7/powershell/7/tools/net10.0/any/unix'; Files = 'tools/{0}', 'tools/.store/powershell/7/powershell/7/tools/net10.0/any/unix/pwsh.dll'; Expected = 'tools/{0}' }
        @{ At = 'home'; What = 'the program beside the home of a host'; Process = 'host/host'; Files = , 'home/{0}'; Expected = 'home/{0}' }
        @{ At = 'home'; What = 'the program on PATH for a host without one'; Process = 'host/host'; Files = 'home/other.dll', 'bin/{0}'; Expected = 'bin/{0}' }
        @{ At = 'home'; What = 'the program on PATH for a host that dotnet runs'; Process = 'dotnet/dotnet'; Files = 'home/host.dll', 'bin/{0}'; Expected = 'bin/{0}' }
    ) {
        $name = $IsWindows ? 'pwsh.exe' : 'pwsh'
        $root = Join-Path $TestDrive ([guid]::NewGuid())
        foreach ($file in $Files) {
            $path = Join-Path $root ($file -f $name)
            $null = New-Item -ItemType File -Path $path -Force
            if (-not $IsWindows) {
                [IO.File]::SetUnixFileMode($path, 'UserRead, UserExecute')
            }
        }

        $before = $env:PATH
        $env:PATH = Join-Path $root bin
        try {
            $command = Get-PowerShellCommand -ProcessPath (Join-Path $root ($Process -f $name)) -HomePath (Join-Path $root $At)
        }
        finally {
            $env:PATH = $before
        }

        @($command.FilePath) + $command.ArgumentList | Should -Be @($Expected | ForEach-Object { Join-Path $root ($_ -f $name) })
    }

    It 'fails if there is none' {
        $before = $env:PATH
        $env:PATH = "$TestDrive"
        try {
            { Get-PowerShellCommand -ProcessPath "$TestDrive/host" -HomePath "$TestDrive/none" } | Should -Throw '*cannot be started again*'
        }
        finally {
            $env:PATH = $before
        }
    }
}

Describe 'nightly.ps1' {
    BeforeAll {
        # Runs it as Task Scheduler does: its exit code, its output, and the files of its log folder.
        function Invoke-Nightly {
            param([Parameter(Mandatory)] [hashtable] $Parameter, [string] $LogFolder)

            $command = Get-PowerShellCommand
            $start = [Diagnostics.ProcessStartInfo]::new($command.FilePath)
            $given = $Parameter.Clone()
            if (-not $given.ContainsKey('Module')) {
                $given.Module = $ModulePath
            }

            $arguments = @(
                $command.ArgumentList; '-NoProfile'; '-NonInteractive'; '-File'; "$examples/nightly.ps1"
                $given.GetEnumerator() | ForEach-Object { "-$($_.Key)"; $_.Value }
            )
            $arguments | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $start.Environment['TMPDIR'] = $start.Environment['TEMP'] = $start.Environment['TMP'] = "$folder/temp"
            $null = New-Item -ItemType Directory -Path "$folder/temp" -Force
            $run = [Diagnostics.Process]::Start($start)
            $output, $errors = $run.StandardOutput.ReadToEndAsync(), $run.StandardError.ReadToEndAsync()
            if (-not $run.WaitForExit($Patience)) {
                $run.Kill($true)
            }

            $logs = @(Get-ChildItem -LiteralPath ($LogFolder ? $LogFolder : (Join-Path $Parameter.Destination logs)) -File -ErrorAction Ignore)
            [pscustomobject]@{
                ExitCode = $run.ExitCode
                Output   = $output.Result
                Errors   = $errors.Result
                Log      = $logs.Where({ $_.Extension -eq '.log' }).ForEach({ Get-Content -LiteralPath $_.FullName -Raw })
                Csv      = @($logs.Where({ $_.Extension -eq '.csv' }).ForEach({ Import-Csv -LiteralPath $_.FullName }))
            }
        }
    }

    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image "$folder/in [raw]" 'one [1].png', two.png
        $script:quick = @{ Source = "$folder/in [raw]"; Destination = "$folder/out [done]"; Mode = 'SmartSkinAdvanced'; Effect = 'AcneRemoval, SkinSmoothing' }
    }

    AfterEach { Close-Emulator $emulator }

    It 'ends with 0 and an empty standard error; every path has brackets' {
        $run = Invoke-Nightly $quick
        $run.ExitCode, $run.Errors | Should -Be 0, ''
        $run.Log | Should -BeLike "*Completed`t*one ``[1``].png*"
        ($run.Log -split '\r?\n' -like 'Completed*').Count | Should -Be 2
        $run.Csv | Should -BeNullOrEmpty
        (Get-Request $emulator Submit)[0].Fields['skin_smoothing'] | Should -Be '1'
        $emulator.Record.BilledCount | Should -Be 2
        (Invoke-Nightly $quick).ExitCode | Should -Be 0
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'ends with 1 if one image fails, with the image in the CSV' {
        Set-Content -LiteralPath "$folder/in [raw]/text.jpg" 'text'
        $run = Invoke-Nightly $quick
        $run.ExitCode | Should -Be 1
        $run.Csv.ErrorId | Should -Be 'ImageNotRecognized'
        $run.Log | Should -BeLike "*Failed`t*text.jpg`tImageNotRecognized*"
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'ends with 2 and the reason in log and CSV: <why>' -ForEach @(
        @{ Why = 'no source'; Change = { $quick.Source = "$folder/gone [x]" }; ErrorId = 'SourceNotFound' }
        @{ Why = 'no module'; Change = { $quick.Module = 'NoSuchModule' }; ErrorId = 'Modules_ModuleNotFound' }
        @{ Why = 'no key'; Change = { $env:AILAB_API_KEY = '' }; ErrorId = 'KeyMissing' }
    ) {
        & $Change
        $run = Invoke-Nightly $quick
        $run.ExitCode | Should -Be 2 -Because "$($run.Output)$($run.Errors)"
        $run.Csv.ErrorId | Should -Be $ErrorId
        $run.Log | Should -BeLike "*Stopped`t*"
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'ends with 2 and a log in the temporary folder if it cannot write the destination' {
        Set-Content -LiteralPath "$folder/file" 'a file'
        $quick.Destination = "$folder/file/out"
        $run = Invoke-Nightly $quick -LogFolder "$folder/temp/SkinEnhance-logs"
        $run.ExitCode | Should -Be 2 -Because "$($run.Output)$($run.Errors)"
        $run.Errors | Should -BeLike '*There is no log in*'
        $run.Csv.ErrorId | Should -Be 'DestinationNotWritable'
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'ends with 3 if the folder has no images' {
        $quick.Source = (New-Item -ItemType Directory -Path "$folder/empty").FullName
        (Invoke-Nightly $quick).ExitCode | Should -Be 3
    }
}

Describe 'nightly.ps1 -Register' {
    BeforeAll {
        # Replaces the commands of Task Scheduler; the last one shows the action that would be registered.
        $script:register = @'
param($Nightly, $Source, $Destination, $Module)
function New-ScheduledTaskAction { param($Execute, $Argument) @{ Execute = $Execute; Argument = $Argument } }
function New-ScheduledTaskTrigger { param([switch] $Daily, $At) "$Daily $($At.TimeOfDay)" }
function New-ScheduledTaskPrincipal { param($UserId, $LogonType) "$UserId $LogonType" }
function New-ScheduledTaskSettingsSet { param([switch] $StartWhenAvailable, $MultipleInstances, $ExecutionTimeLimit) "$StartWhenAvailable $MultipleInstances $ExecutionTimeLimit" }
function Register-ScheduledTask { param($TaskName, $Action, $Trigger, $Principal, $Settings, [switch] $Force) $PSBoundParameters | ConvertTo-Json -Compress }
& $Nightly -Source $Source -Destination $Destination -Module $Module -Mode SmartSkin -MaxCredits 7.5 -Register -At 03:30
'@
    }

    It 'registers a run that enhances the folder if PowerShell runs by <form>' -ForEach $forms {
        $emulator = Open-Emulator
        try {
            $folder = Join-Path $TestDrive ($IsWindows ? "it's & [$Form]" : "it's a `"$Form`" & [more]")
            $null = New-Image "$folder/in" one.png, two.png
            Mock Get-PowerShellCommand { [pscustomobject]@{ FilePath = $FilePath; ArgumentList = $ArgumentList } }
            $task = Invoke-PowerShell $register "$examples/nightly.ps1", "$folder/in", "$TestDrive/out $Form", $ModulePath | ConvertFrom-Json
            $task.TaskName, $task.Trigger, $task.Settings | Should -Be 'SkinEnhance', 'True 03:30:00', 'True IgnoreNew 12:00:00'
            $task.Principal | Should -BeLike "*$([Environment]::UserName) S4U"

            # 7.5 credits are one image: the cap is passed on too. The exit code shows that one image remains.
            $start = [Diagnostics.ProcessStartInfo]::new($task.Action.Execute, $task.Action.Argument)
            $start.RedirectStandardOutput = $true
            $run = [Diagnostics.Process]::Start($start)
            $output = $run.StandardOutput.ReadToEndAsync()
            $run.WaitForExit($Patience) | Should -BeTrue
            $run.ExitCode | Should -Be 1 -Because $output.Result
            Get-ChildItem -LiteralPath "$TestDrive/out $Form" -File | Should -HaveCount 1
            $emulator.Record.BilledCount | Should -Be 1
        }
        finally {
            Close-Emulator $emulator
        }
    }

    It 'doubles a backslash at the end of a path, which would escape the quotation mark' {
        $task = & ([scriptblock]::Create($register)) "$examples/nightly.ps1" $TestDrive $TestDrive 'no-such\module\' | ConvertFrom-Json
        $task.Action.Argument | Should -BeLike '* -Module "no-such\module\\"'
    }

    It 'fails without Task Scheduler' -Skip:$IsWindows {
        $failure = & "$examples/nightly.ps1" -Source $TestDrive -Destination $TestDrive -Register 2>&1
        $LASTEXITCODE | Should -Be 2
        "$failure" | Should -BeLike '*skinenhance.timer*'
    }
}

Describe 'demo.ps1' {
    BeforeAll {
        $script:out = Join-Path $TestDrive demo
        $script:ledger = Use-FreshLedger
    }

    It 'processes every sample with every mode and with Start-Upscale' {
        $output = & "$examples/demo.ps1" -Destination $out
        $tasks = $output | Where-Object { $_ -is [SkinEnhance.EnhanceTask] }
        ($tasks | Group-Object Operation | Sort-Object Name).ForEach({ "$($_.Name) $($_.Count)" }) |
            Should -Be 'Creative 6', 'Faithful 6', 'Flexible 6', 'SmartSkin 5', 'SmartSkinAdvanced 6', 'Upscale 6'
        $output -match '^Skipped: .*portrait-bun\.webp.*\[ImageFormatNotAccepted\]$' | Should -HaveCount 1
        Get-ChildItem -LiteralPath $out -File | Should -HaveCount 35
    }

    It 'saves all results directly in the destination when it is run above it' {
        $null = Copy-Sample (Join-Path $TestDrive above) small-portrait.png
        Push-Location $TestDrive
        try {
            $null = & "$examples/demo.ps1" -Source above -Destination (Join-Path $TestDrive below)
            Get-ChildItem below -Recurse | Should -HaveCount 6
        }
        finally {
            Pop-Location
        }
    }

    It 'replaces the results of an earlier run' {
        $null = Copy-Sample (Join-Path $TestDrive again) small-portrait.png
        $result = "$out/small-portrait-faithful.png"
        [IO.File]::SetLastWriteTime($result, [datetime]::new(2020, 1, 1))
        $output = & "$examples/demo.ps1" -Source (Join-Path $TestDrive again) -Destination $out
        $output | Where-Object { $_ -is [SkinEnhance.EnhanceTask] } | Should -HaveCount 6
        (Get-Item -LiteralPath $result).LastWriteTime.Year | Should -Not -Be 2020
        Get-ChildItem -LiteralPath $out -File | Should -HaveCount 35
    }

    It 'fails if an image is rejected for another reason than a limit' {
        $null = Copy-Sample (Join-Path $TestDrive broken) one.png
        Set-Content -LiteralPath (Join-Path $TestDrive broken/text.jpg) -Value 'This is text.'
        { & "$examples/demo.ps1" -Source (Join-Path $TestDrive broken) -Destination $out } | Should -Throw -ErrorId 'ImageNotRecognized,*'
    }

    It 'does not change the ledger and the settings of the session' {
        $ledger | Should -Not -Exist
        $env:SKINENHANCE_HOME | Should -Be $ledger
        Get-EnhanceProvider | Where-Object { $_.IsEmulated -or $_.PollInterval } | Should -BeNullOrEmpty
    }
}
