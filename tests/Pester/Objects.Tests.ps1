BeforeDiscovery {
    $script:ways = @(
        @{ How = 'another process'; Culture = ''; Through = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } }
        @{ How = 'JSON'; Culture = ''; Through = { $_ | ConvertTo-Json | ConvertFrom-Json } }
        @{ How = 'another process, whatever the culture'; Culture = 'de-DE'; Through = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } }
        @{ How = 'CSV of another culture'; Culture = 'de-DE'; Through = { $_ | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ How = 'CSV'; Culture = ''; Through = { $_ | ConvertTo-Csv | ConvertFrom-Csv } }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:emulator = Open-Emulator
    $script:folder = Join-Path $TestDrive objects
    $script:path = Copy-Sample $folder one.png
    $script:done = Invoke-SkinEnhance $path @Quick -Destination "$folder/out"
    $null = Use-FreshLedger
    Add-Fault $emulator TaskFails
    $script:failed = Invoke-SkinEnhance -NoSave $path @Quick -ErrorAction SilentlyContinue
}

AfterAll {
    Close-Emulator $emulator
}

Describe 'A task object' {
    It 'has the type and the properties for scripts' {
        $done | Should -BeOfType SkinEnhance.EnhanceTask
        $done.Status | Should -BeOfType SkinEnhance.EnhanceTaskStatus
        $expected = 'TaskId', 'Provider', 'Operation', 'Status', 'Source', 'SourcePath', 'FullName', 'OutputPath', 'Parameters', 'Credits', 'SubmittedAt', 'CompletedAt', 'Elapsed', 'RequestId', 'ErrorId', 'Message'
        $expected | Where-Object { $_ -notin $done.psobject.Properties.Name } | Should -BeNullOrEmpty
        $done.Status | Should -Be 'Completed'
        $done.Source, $done.SourcePath | Should -Be $path, $path
        $done.OutputPath | Should -Be "$folder/out/one-smart-skin-advanced.png"
        $done.FullName, $done.PSPath | Should -Be $done.OutputPath[0], $done.OutputPath[0]
        $failed.FullName, $failed.PSPath | Should -Be $null, $null
        $done.ErrorId, $done.Message | Should -Be $null, $null
        $failed.Status, $failed.ErrorId | Should -Be 'Failed', 'TaskFailed'
        $failed.Message | Should -Not -BeNullOrEmpty
    }

    It 'cannot be changed' {
        { $done.OutputPath.Add('x') } | Should -Throw
        { $done.Parameters.Add('x', 1) } | Should -Throw
        { $done.OutputPath[0] = 'x' } | Should -Throw
    }

    It 'shows as a table of 80 columns' {
        $table = $done | Out-String -Width 80
        $table | Should -Match 'Id\s+Operation\s+Status\s+Image\s+Credits\s+Ledger'
        $table | Should -Match "$($done.TaskId.Substring(0, 8)) SmartSkinAdvanced Completed  one-smart-skin-advanced\.…      15"
        $table | Should -Not -Match $done.TaskId
        $failed | Out-String -Width 80 | Should -Match 'SmartSkinAdvanced Failed     one\.png'
    }

    It 'shows in the table as soon as it is emitted, while others are in progress' {
        Add-Fault $emulator Hang Status @{ Times = 100; Skip = 1 }
        $more = New-Image "$folder/more" two.png, three.png
        $started = Invoke-Elsewhere 'param($p) $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval | Out-String -Stream' (, $more)
        try {
            Wait-Condition { $started.Output.Count -ge 4 }
            "$($started.Output[3])" | Should -Match 'Completed'
            $started.Shell.InvocationStateInfo.State | Should -Be 'Running'
        }
        finally {
            $started.Shell.Stop()
            $started.Shell.Dispose()
            $emulator.Faults.Clear()
            $emulator.Faults.ReleaseHangs()
        }
    }

    It 'shows as a list with all its fields' {
        $list = $done | Format-List | Out-String -Width 300
        foreach ($name in 'TaskId', 'Provider', 'Operation', 'Status', 'Source', 'OutputPath', 'Parameters', 'Credits', 'SubmittedAt', 'CompletedAt', 'Elapsed', 'RequestId', 'ErrorId', 'Message') {
            $list | Should -Match "(?m)^$name\s+:"
        }

        $list | Should -Match ([regex]::Escape($done.OutputPath[0]))
        $list | Should -Match 'acne_removal=True'
    }

    It 'has a default set of properties' {
        $done.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames | Should -Contain 'Status'
    }

    It 'is found by its status' {
        $done, $failed | Where-Object Status -EQ Completed | Should -Be $done
        $done, $failed | Where-Object Status -NE Completed | Should -Be $failed
        ($done, $failed | Group-Object Status).Name | Sort-Object | Should -Be 'Completed', 'Failed'
    }

    It 'converts to readable JSON' {
        $json = $done | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json
        $json.TaskId, $json.Status | Should -Be $done.TaskId, 'Completed'
        $json.OutputPath | Should -Be $done.OutputPath
        $json.Parameters.acne_removal | Should -BeTrue
        $json.SubmittedAt | Should -Be $done.SubmittedAt.UtcDateTime
    }

    It 'converts to a row of CSV without a type name in any cell' {
        $row = $done, $failed | ConvertTo-Csv | ConvertFrom-Csv
        $row[0].OutputPath | Should -Be $done.OutputPath[0]
        $row[0].Parameters | Should -BeLike '*acne_removal=True*'
        $row.psobject.Properties.Value | Where-Object { $_ -match 'System\.|SkinEnhance\.[A-Z]' } | Should -BeNullOrEmpty
    }

    It 'has the path of its source' {
        ($done.SourcePath | Get-Item).FullName | Should -Be $path
    }

    It 'has the paths of its results' {
        ($done.OutputPath | Get-Item).Length | Should -BeGreaterThan 0
        ($done | ForEach-Object OutputPath | Get-Item).Name | Should -Be 'one-smart-skin-advanced.png'
    }

    It 'can be enhanced again by its result' {
        ($done | Invoke-SkinEnhance -NoSave -Mode SmartSkin).SourcePath | Should -Be $done.OutputPath[0]
    }
}

Describe 'A deserialized task object' -ForEach @(, @{ Ways = $ways }) {
    BeforeAll {
        # All in one process, each with a ledger without their records, so that only the object's own properties are available.
        $script = @'
param($Module, $StatePath)
Import-Module $Module
foreach ($state in Get-Content -LiteralPath $StatePath -Raw | ConvertFrom-Json) {
    $env:SKINENHANCE_HOME = $state.Home
    [cultureinfo]::CurrentCulture = $state.Culture
    $rows = [Management.Automation.PSSerializer]::Deserialize($state.Rows)
    $tasks = foreach ($task in $rows | Wait-EnhanceTask -ErrorVariable failure -ErrorAction SilentlyContinue) {
        $task | Select-Object TaskId, Provider, Operation, Status, FullName, Credits, ErrorId, Message, RequestId,
            @{ n = 'Output'; e = { "$($_.OutputPath)" } },
            @{ n = 'Submitted'; e = { $_.SubmittedAt.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss') } }
    }
    [ordered]@{ Tasks = @($tasks); Failures = @($failure.FullyQualifiedErrorId) } | ConvertTo-Json -Compress -Depth 4
}
'@
        $before = [cultureinfo]::CurrentCulture
        $states = foreach ($way in $Ways) {
            $name = $way.Culture ? $way.Culture : $before.Name
            [cultureinfo]::CurrentCulture = $name
            try {
                $rows = [Management.Automation.PSSerializer]::Serialize(@($done, $failed | ForEach-Object $way.Through))
            }
            finally {
                [cultureinfo]::CurrentCulture = $before
            }

            @{ Culture = $name; Rows = $rows; Home = Use-FreshLedger }
        }

        $statePath = Join-Path $TestDrive states.json
        ConvertTo-Json @($states) | Set-Content -LiteralPath $statePath
        $lines = @(Invoke-PowerShell $script $ModulePath, $statePath)
        $lines | Should -HaveCount $Ways.Count
        $script:back = @{}
        for ($number = 0; $number -lt $Ways.Count; $number++) {
            $back[$Ways[$number].How] = $lines[$number] | ConvertFrom-Json
        }
    }

    It 'from <how> is complete' -ForEach $ways {
        $back[$How].Failures | Should -Be 'TaskFailed,SkinEnhance.Commands.WaitEnhanceTaskCommand'
        $back[$How].Tasks | Should -HaveCount 2
        foreach ($task in $done, $failed) {
            $one = $back[$How].Tasks | Where-Object TaskId -EQ $task.TaskId
            $one.Provider, $one.Operation, $one.FullName, $one.RequestId | Should -Be $task.Provider, $task.Operation, $task.FullName, $task.RequestId
            $one.Status | Should -Be ([int] $task.Status)
            $one.ErrorId, $one.Message | Should -Be $task.ErrorId, $task.Message
            $one.Output | Should -Be "$($task.OutputPath)"
            $one.Submitted | Should -Be $task.SubmittedAt.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss')
        }
    }
}
